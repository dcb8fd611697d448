from datetime import timedelta
from uuid import uuid4

import pytest

from activity.chats import matching
from activity.kinds import Actor
from activity.models import Activity
from activity.recorder import acting
from leads.intake import spool as spools
from leads.intake.connection import Outcome
from leads.models import Lead, Submission
from leads.quoting import folio
from tests.activity.chats.meta import taken_in, wrote
from tests.leads.facts import asked_again, lead
from tests.leads.lost import PHONE, published, quoted
from tests.leads.quoting import rows
from tests.leads.quoting.rows import NOW

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
STRANGER = "919899999999"


def heard_by() -> list[object]:
    return list(Activity.objects.filter(type="whatsapp").order_by("pk").values_list("lead", flat=True))


def closed(row: Lead) -> Lead:
    with acting(Actor("user", "bob"), "x"):
        Lead.objects.filter(pk=row.pk).update(status="lost")
    return row


def test_a_folio_in_the_message_finds_its_lead_whoever_writes() -> None:
    row = lead(2)
    taken_in(wrote(f"About my quote {row.folio.lower()} please", sender=STRANGER))
    assert (heard_by(), Lead.objects.count()) == ([row.pk], 1)


def test_the_folio_of_a_second_enquiry_finds_the_same_lead() -> None:
    row = lead(2)
    written = folio.make(b"\x77" * 7)
    Submission.objects.filter(pk=asked_again(row).pk).update(folio=written)
    taken_in(wrote(written, sender=STRANGER))
    assert heard_by() == [row.pk]


def test_the_folio_goes_before_the_number() -> None:
    of_number, of_folio = lead(1), lead(2)
    taken_in(wrote(of_folio.folio))
    assert (heard_by(), of_number.phone) == ([of_folio.pk], "+919820000001")


def test_a_folio_that_nobody_has_leaves_it_to_the_number() -> None:
    row = lead(1)
    taken_in(wrote(folio.make(b"\x99" * 7)))
    assert heard_by() == [row.pk]


def test_of_a_person_s_leads_the_newest_that_is_open_hears() -> None:
    lead(1, asked=NOW - 3 * DAY)
    row = lead(2, asked=NOW - 2 * DAY, phone="+919820000001")
    closed(lead(3, asked=NOW - DAY, phone="+919820000001"))
    taken_in(wrote())
    assert heard_by() == [row.pk]


def test_where_all_are_closed_the_newest_hears() -> None:
    closed(lead(1, asked=NOW - 3 * DAY))
    row = closed(lead(2, asked=NOW - 2 * DAY, phone="+919820000001"))
    taken_in(wrote())
    assert heard_by() == [row.pk]


def test_somebody_whom_nobody_knows_becomes_a_lead_by_the_door_of_every_quote() -> None:
    taken_in(wrote("Do you have oak?"), name="Asha Rao")
    row = Lead.objects.get()
    assert (row.name, row.phone, row.message, row.source, row.status, row.created_at) == (
        "Asha Rao", "+919820000001", "Do you have oak?", "whatsapp", "new", NOW,
    )  # fmt: skip
    assert (heard_by(), Submission.objects.get().folio) == ([row.pk], row.folio)


def test_who_has_no_name_is_called_by_their_number() -> None:
    taken_in(wrote(), name="A")
    assert Lead.objects.get().name == "+91 98200 00001"


def test_the_second_message_of_a_new_customer_is_the_same_lead_s() -> None:
    taken_in(wrote(), wrote("Hello?", id="wamid.2"))
    (row,) = Lead.objects.all()
    assert heard_by() == [row.pk, row.pk]


def test_the_number_that_another_worker_is_making_a_lead_of_is_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(matching.at_once, "store", lambda record: Outcome(uuid4(), "busy", None, None))
    assert taken_in(wrote()) == 2
    assert heard_by() == []


def test_a_quote_that_was_lost_comes_back_with_the_message_of_its_customer() -> None:
    record, text = quoted(published())
    taken_in(wrote(text, sender=PHONE.removeprefix("+"), at=rows.NOW + DAY), at=rows.NOW + DAY)
    row = Lead.objects.get()
    assert (row.pk, row.folio, row.name, row.source) == (record.id, record.folio, "Priya Sharma", "whatsapp")
    assert (heard_by(), row.quote_data["folio"]) == ([row.pk], record.folio)


def test_a_quote_that_still_waits_on_disk_is_waited_for() -> None:
    record, text = quoted(published())
    spools.here().write(record.id, record.to_json())
    assert taken_in(wrote(text, sender=STRANGER)) == 15
    assert Lead.objects.count() == 0
