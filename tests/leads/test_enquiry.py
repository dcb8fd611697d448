"""From a valid form to the record that is stored."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from leads import tokens
from leads.enquiry import Enquiry, message, record
from leads.intake.record import LeadFacts, ProductLine, SubmissionRecord
from leads.quoting.price_list import PriceList
from leads.quoting.snapshot import recompute
from tests.leads.customers import NOON, PRICES, filled

pytestmark = pytest.mark.usefixtures("prices")
VISITOR = UUID("0193a4b2-0000-7000-8000-000000000001")
LINE = {"product": "premium-laminate", "quantity": Decimal(2000), "notes": "matt"}
PERSON = {"name": "Priya Sharma", "phone": "+919820123456", "email": None, "company": "", "role": "Architect"}


def enquiry(**changed: object) -> Enquiry:
    facts = {
        "person": PERSON,
        "lines": [LINE],
        "typed": filled(("premium-laminate", "2,000", "matt"), utm_source="google", source="campaign-x"),
        "language": "en",
        "visitor_id": VISITOR,
        "suspect": None,
    }
    return Enquiry(**{**facts, **changed})  # type: ignore[arg-type]


TOKEN = tokens.issue(NOON, PRICES)


def stored(
    later: timedelta = timedelta(minutes=1), price_list: PriceList | None = PRICES, **changed: object
) -> SubmissionRecord:
    form = tokens.Form.of({"token": TOKEN}, NOON + later)
    return record(enquiry(**changed), form, price_list, NOON + later)


def test_the_record_holds_who_asks_in_clean_values() -> None:
    assert stored().lead == LeadFacts(
        name="Priya Sharma", phone="+919820123456", role="Architect", source="campaign-x"
    )


def test_the_record_holds_the_lines_in_words_that_programs_read() -> None:
    assert stored(language="hi").products == (
        ProductLine("Laminates", "Premium laminate", "2000 sq ft", "matt"),
    )


def test_the_record_holds_what_was_typed_as_it_was_typed() -> None:
    typed = stored().submitted
    assert typed["phone"] == "98201 23456"
    assert typed["lines"] == [{"product": "premium-laminate", "quantity": "2,000", "notes": "matt"}]
    assert stored().utm == {"utm_source": "google"}


def test_the_quote_recomputes_from_its_own_snapshot() -> None:
    kept = stored()
    assert kept.quote_total == Decimal("233640.00")
    assert recompute(kept.quote).total == kept.quote_total
    assert kept.quote is not None
    assert kept.quote["folio"] == kept.folio


def test_the_quote_holds_for_fifteen_days_of_the_shop() -> None:
    quote = stored().quote
    assert quote is not None
    assert quote["valid_until"] == "2026-12-06T23:59:59+05:30"


def test_a_retry_is_the_same_submission_with_the_same_message_all_day() -> None:
    first, again = stored(), stored(later=timedelta(hours=23))
    assert (again.id, again.folio, again.payload_hash) == (first.id, first.folio, first.payload_hash)
    texts = {
        message(kept.quote or {}, customer="Priya", quote_url="https://shop.example/q/x/", language="en")
        for kept in (first, again)
    }
    assert len(texts) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"lines": [{**LINE, "quantity": Decimal(1)}]},
        {"lines": [{**LINE, "notes": ""}]},
        {"person": {**PERSON, "name": "Neha"}},
        {"lines": [LINE, LINE]},
    ],
)
def test_whoever_sends_something_else_from_the_same_page_is_another_submission(
    changed: dict[str, object],
) -> None:
    assert stored(**changed).id != stored().id


def test_visitor_and_suspicion_do_not_change_who_a_submission_is() -> None:
    other = UUID("0193a4b2-0000-7000-8000-000000000002")
    assert stored(visitor_id=other, suspect="flood").id == stored().id


def test_without_a_price_list_lines_are_kept_as_typed_and_the_price_follows() -> None:
    kept = stored(price_list=None, lines=[{"product": "Oak floor", "quantity": Decimal(20), "notes": ""}])
    assert kept.products == (ProductLine("Other", "Oak floor", "20", ""),)
    assert kept.quote_total is None
    assert kept.currency == "INR"


def test_the_record_survives_the_spool() -> None:
    kept = stored()
    assert SubmissionRecord.from_json(kept.to_json()).quote == kept.quote
