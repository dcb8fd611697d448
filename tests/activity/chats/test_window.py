from datetime import timedelta

import pytest

from activity.chats import window
from activity.kinds import Actor
from assignments import workflow
from tests.activity.chats.meta import taken_in, wrote
from tests.leads.facts import lead
from tests.leads.quoting.rows import NOW

pytestmark = pytest.mark.django_db
DAY = timedelta(hours=24)


def test_it_is_open_for_a_day_after_the_customer_wrote() -> None:
    row = lead()
    taken_in(wrote())
    seen = window.of(row)
    assert (seen.number, seen.last) == ("+919820000001", NOW)
    assert [seen.is_open(NOW + DAY - timedelta(seconds=1)), seen.is_open(NOW + DAY)] == [True, False]


def test_who_never_wrote_has_a_number_and_no_window() -> None:
    seen = window.of(lead())
    assert (seen.number, seen.last, seen.is_open(NOW)) == ("+919820000001", None, False)


def test_what_a_colleague_logged_by_hand_opens_nothing() -> None:
    row = lead()
    facts = {"direction": "in", "automatic": False, "provider": "by hand", "retry_count": 0}
    workflow.record_contact(
        lead_id=row.pk, kind="whatsapp", message="x", facts=facts, actor=Actor("user", "bob"), now=NOW
    )
    assert not window.of(row).is_open(NOW)


def test_an_answer_goes_to_the_number_that_wrote_about_this_lead() -> None:
    row = lead(2)
    taken_in(wrote(f"Quote {row.folio}", sender="919899999999"))
    assert window.of(row).number == "+919899999999"


def test_a_message_about_another_lead_of_the_person_opens_it_too() -> None:
    older = lead(1, asked=NOW - 3 * DAY)
    lead(2, phone="+919820000001")
    taken_in(wrote())
    assert window.of(older).is_open(NOW)


def test_a_lead_without_a_number_has_none() -> None:
    assert window.of(lead(phone=None, email="priya@example.com")).number == ""
