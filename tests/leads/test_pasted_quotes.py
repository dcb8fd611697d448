from decimal import Decimal
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from activity.kinds import Actor
from activity.models import Activity
from leads import erasure, pasted_quotes
from leads.erasure import Person
from leads.intake import at_once, spool
from leads.intake.record import SubmissionRecord
from leads.models import Lead, LeadProduct, Submission
from leads.quoting import verification
from leads.quoting.price_list import PriceItem as Item
from leads.quoting.price_list import PriceList
from tests.leads.lost import ASKED, PHONE, published, quoted
from tests.leads.quoting.rows import NOW

pytestmark = pytest.mark.django_db
BOB = Actor("user", "bob")


@pytest.fixture(autouse=True)
def empty_spool(settings: Settings, tmp_path: Path) -> None:
    settings.SPOOL_DIR = tmp_path / "spool"


def brought_in(record: SubmissionRecord, text: str) -> str:
    genuine = pasted_quotes.read(text)
    assert genuine is not None
    return pasted_quotes.bring_in(
        genuine=genuine, submission_id=record.id, phone=PHONE, actor=BOB, now=ASKED
    ).outcome


def state(text: str) -> str:
    genuine = pasted_quotes.read(text)
    assert genuine is not None
    return pasted_quotes.find(genuine).state


def test_a_lost_quote_comes_back_with_its_lead_its_products_and_its_prices() -> None:
    record, text = quoted(published())
    assert (state(text), brought_in(record, text), state(text)) == ("lost", "stored", "stored")
    lead, row = Lead.objects.get(), Submission.objects.get()
    assert (lead.id, lead.folio, lead.name, lead.phone, lead.source, lead.status) == (
        record.id, record.folio, "Priya Sharma", PHONE, "whatsapp_paste", "new",
    )  # fmt: skip
    assert (row.id, row.quote_total, row.currency) == (record.id, record.quote_total, "INR")
    assert {**row.quote, "computed_at": ""} == {**record.quote, "computed_at": ""}
    products = LeadProduct.objects.order_by("product").values_list("category", "product", "quantity", "notes")
    assert list(products) == [
        ("Laminates", "Premium laminate", "20 sq ft", "matt, please"), ("Wall", "Wall panel", "2 pieces", None),
    ]  # fmt: skip


def test_a_quote_that_came_back_is_one_that_adds_up() -> None:
    brought_in(*quoted(published()))
    assert [verdict.differences for verdict in verification.verdicts()] == [(), ()]


def test_the_message_is_in_the_log_as_one_that_came_in() -> None:
    record, text = quoted(published())
    brought_in(record, text)
    logged = Activity.objects.get(type="whatsapp")
    assert (logged.message, logged.actor_id, logged.metadata["direction"], logged.metadata["from"]) == (
        text, "bob", "in", PHONE,
    )  # fmt: skip
    assert Lead.objects.get().first_response_at is None


def test_prices_that_no_list_explains_are_not_made_up() -> None:
    forgotten = Item("wall-panel", "Wall", "Wall panel", "piece", Decimal(449))
    published()
    record, text = quoted(PriceList(1, "INR", NOW, (forgotten,)), ("wall-panel", "2", ""))
    assert brought_in(record, text) == "stored"
    row = Submission.objects.get()
    assert (row.quote, row.quote_total, Lead.objects.get().quote_data) == (None, record.quote_total, None)
    assert list(verification.verdicts()) == []


def test_a_total_that_may_lack_lines_is_not_taken() -> None:
    lines = [("premium-laminate", "20.5", "काँच की दीवार के पास " * 5)] * 45
    record, text = quoted(published(), *lines)
    assert brought_in(record, text) == "stored"
    row = Submission.objects.get()
    assert (row.quote, row.quote_total) == (None, None)
    assert row.submitted["lines_left_out"] > 0


def test_units_of_any_language_are_kept_in_english() -> None:
    record, text = quoted(published(), language="hi")
    brought_in(record, text)
    assert set(LeadProduct.objects.values_list("quantity", flat=True)) == {"20 sq ft", "2 pieces"}


def test_a_customer_without_a_name_is_known_by_the_phone() -> None:
    record, text = quoted(published(), name="*")
    brought_in(record, text)
    assert Lead.objects.get().name == "+91 98201 23456"


def test_pasted_twice_it_is_there_once() -> None:
    record, text = quoted(published())
    assert [brought_in(record, text), brought_in(record, text)] == ["stored", "known"]
    assert (Lead.objects.count(), Submission.objects.count()) == (1, 1)
    assert Activity.objects.filter(type="whatsapp").count() == 1


def test_a_spool_that_brings_the_original_in_later_doubles_nothing() -> None:
    record, text = quoted(published())
    brought_in(record, text)
    assert at_once.store(record).outcome == "known"
    assert (Lead.objects.count(), Submission.objects.count()) == (1, 1)


def test_a_message_pasted_after_the_original_came_in_changes_nothing() -> None:
    record, text = quoted(published())
    at_once.store(record)
    assert brought_in(record, text) == "known"
    assert Lead.objects.get().source == "website_form"
    assert not Activity.objects.filter(type="whatsapp").exists()


def test_a_message_of_an_erased_person_brings_nothing_back() -> None:
    record, text = quoted(published())
    at_once.store(record)
    erasure.erase(Person(phone=PHONE), spool=spool, region="IN")
    assert (state(text), brought_in(record, text)) == ("erased", "erased")
    assert (Lead.objects.count(), Activity.objects.count()) == (0, 0)


def test_a_quote_that_waits_on_this_host_is_not_lost() -> None:
    record, text = quoted(published())
    spool.here().write(record.id, record.to_json())
    assert state(text) == "waiting"
    spool.here().park(record.id)
    assert state(text) == "parked"


def test_a_person_who_asked_on_that_day_already_has_one_lead() -> None:
    prices = published()
    first, _ = quoted(prices, ("wall-panel", "1", ""))
    at_once.store(first)
    record, text = quoted(prices)
    assert brought_in(record, text) == "stored"
    assert [row.kind for row in Submission.objects.order_by("kind")] == ["first", "repeat"]
    assert Lead.objects.get().id == first.id


def test_it_counts_from_when_the_form_was_opened() -> None:
    record, text = quoted(published())
    brought_in(record, text)
    assert 0 < (ASKED - Lead.objects.get().created_at).total_seconds() <= 180
    assert Lead.objects.get().created_at > NOW


@pytest.mark.parametrize("text", ["", "hello", "✓ ABCD-EFGH"])
def test_what_is_no_message_of_ours_is_none(text: str) -> None:
    assert pasted_quotes.read(text) is None


def test_another_shops_message_is_none(settings: Settings) -> None:
    _, text = quoted(published())
    settings.SECRET_KEY = "another shop's"
    assert pasted_quotes.read(text) is None


def test_a_message_under_an_earlier_secret_comes_back_whole(settings: Settings) -> None:
    record, text = quoted(published())
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a newer one"
    assert brought_in(record, text) == "stored"
    assert Submission.objects.get().quote_total == record.quote_total
