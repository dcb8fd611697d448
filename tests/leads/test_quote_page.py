"""The customer's copy at `/q/<token>/`: from the spool, from the database, with the database away."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import OperationalError, ProgrammingError
from django.test import Client
from django.utils import timezone

from leads import enquiry, intake, quote_page, tokens
from leads.intake.record import SubmissionRecord
from leads.models import Lead, Submission
from leadsite.bulkhead import Unavailable
from leadsite.keys import new_id
from tests.leads.customers import PRICES, filled
from tests.leads.test_enquiry import stored

NOW = timezone.now


@pytest.fixture
def record(shop: Client, monkeypatch: pytest.MonkeyPatch) -> SubmissionRecord:
    """Priya's quote, still in the spool."""
    kept = stored()
    monkeypatch.setattr(intake, "find", lambda submission_id: kept if submission_id == kept.id else None)
    # In this thread: the suite's transaction is not seen by another one.
    monkeypatch.setattr(quote_page.DATABASE, "run", lambda work: work())
    return kept


def address(record: SubmissionRecord) -> str:
    return f"/q/{tokens.quote_page(record.id)}/"


def in_database(record: SubmissionRecord) -> None:
    lead = Lead.objects.create(
        id=record.id, folio=record.folio, name=record.lead.name, phone=record.lead.phone
    )
    Submission.objects.create(
        id=record.id, folio=record.folio, lead=lead, submitted=record.submitted, quote=record.quote,
        quote_total=record.quote_total, currency=record.currency,
    )  # fmt: skip


def test_a_quote_in_the_spool_is_shown_without_the_database(shop: Client, record: SubmissionRecord) -> None:
    page = shop.get(address(record)).content.decode()
    assert record.folio in page
    assert "Premium laminate" in page
    assert "₹2,33,640.00" in page
    assert "Tax 18%" in page
    assert "6 December 2026" in page


def test_its_message_is_the_one_of_the_redirect(shop: Client, record: SubmissionRecord) -> None:
    page = shop.get(address(record)).content.decode()
    text = enquiry.message(
        record.quote or {},
        customer="Priya Sharma",
        quote_url=f"http://testserver{address(record)}",
        language="en",
    )
    assert f'href="{enquiry.whatsapp_link(text)}"' in page
    assert text in page


def test_only_what_the_customer_needs_is_shown(shop: Client, record: SubmissionRecord) -> None:
    page = shop.get(address(record)).content.decode()
    assert "Priya Sharma" in page
    assert not [
        secret
        for secret in ("9820123456", "98201 23456", "google", "campaign-x", "Architect", "suspect")
        if secret in page
    ]


def test_it_is_kept_and_found_by_nobody_and_tells_nobody(shop: Client, record: SubmissionRecord) -> None:
    response = shop.get(address(record))
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_it_speaks_the_browser_s_language_and_keeps_the_message_s_own(
    shop: Client, record: SubmissionRecord
) -> None:
    page = shop.get(address(record), headers={"Accept-Language": "hi"}).content.decode()
    assert "कोटेशन" in page
    assert "Hello Verma Interiors" in page


@pytest.mark.django_db
def test_a_stored_quote_is_shown_the_same(
    shop: Client, record: SubmissionRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = shop.get(address(record)).content.decode()
    in_database(record)
    monkeypatch.setattr(intake, "find", lambda submission_id: None)
    page = shop.get(address(record)).content.decode()
    date = r"\d+ November 2026"  # of the row, which this test has written just now
    assert re.sub(date, "", page) == re.sub(date, "", waiting)


@pytest.mark.django_db
def test_an_erased_quote_is_not_found(
    shop: Client, record: SubmissionRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "find", lambda submission_id: None)
    assert shop.get(address(record)).status_code == 404


@pytest.mark.parametrize("change", ["another folio", "another id", "cut", "longer"])
def test_an_address_cannot_be_guessed(shop: Client, record: SubmissionRecord, change: str) -> None:
    token = tokens.quote_page(record.id)
    guessed = {
        "another folio": record.folio,
        "another id": ("B" if token[0] == "A" else "A") + token[1:],
        "cut": token[:-1],
        "longer": token + "A",
    }[change]
    assert shop.get(f"/q/{guessed}/").status_code == 404


@pytest.mark.parametrize("trouble", [OperationalError, ProgrammingError, Unavailable])
def test_with_the_database_away_it_says_so_calmly_and_comes_back(
    shop: Client, record: SubmissionRecord, monkeypatch: pytest.MonkeyPatch, trouble: type[Exception]
) -> None:
    def away(work: object) -> None:
        raise trouble("connection refused to 10.0.0.7")

    monkeypatch.setattr(intake, "find", lambda submission_id: None)
    monkeypatch.setattr(quote_page.DATABASE, "run", away)
    response = shop.get(address(record))
    page = response.content.decode()
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert '<meta http-equiv="refresh" content="5">' in page
    assert "Your quote is safe" in page
    assert "10.0.0.7" not in page


def test_those_who_wait_for_the_database_hold_up_no_quote_in_the_spool(
    shop: Client, record: SubmissionRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(work: object) -> None:
        raise Unavailable("lane quotes is full")

    monkeypatch.setattr(quote_page.DATABASE, "run", full)
    another = f"/q/{tokens.quote_page(new_id())}/"
    assert [shop.get(page).status_code for page in (another, address(record))] == [503, 200]


def test_a_quote_without_prices_says_that_they_follow(shop: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = stored(price_list=None, lines=[{"product": "Oak floor", "quantity": Decimal(20), "notes": ""}])
    monkeypatch.setattr(intake, "find", lambda submission_id: kept)
    page = shop.get(address(kept)).content.decode()
    assert "Oak floor" in page
    assert page.count("Price follows") >= 2


def test_what_a_customer_typed_is_shown_as_text(
    shop: Client, record: SubmissionRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = replace(record, lead=replace(record.lead, name="<script>alert(1)</script>"))
    monkeypatch.setattr(intake, "find", lambda submission_id: kept)
    assert "<script>alert" not in shop.get(address(kept)).content.decode()


def test_the_link_in_the_message_opens_it(shop: Client, record: SubmissionRecord) -> None:
    answer = shop.post(
        "/",
        filled(token=tokens.issue(NOW() - timedelta(minutes=1), PRICES)),
        headers={"Accept": "application/json"},
    )
    assert re.fullmatch(r"http://testserver/q/[\w-]+/", answer.json()["quote_url"])


def test_it_rejects_post(shop: Client, record: SubmissionRecord) -> None:
    assert shop.post(address(record)).status_code == 405
