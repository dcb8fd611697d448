"""What a form's token says: how old the form is, which prices it showed, and who a retry is."""

from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from leads import tokens
from tests.leads.customers import DEARER, NOON, PRICES

pytestmark = pytest.mark.usefixtures("newer_prices")
DAY = timedelta(days=1)


def form(text: str, now: object = NOON) -> tokens.Form:
    return tokens.Form.of({"token": text}, NOON)


def test_a_form_is_priced_by_the_list_it_was_rendered_with_for_a_day() -> None:
    rendered = form(tokens.issue(NOON, PRICES))
    assert rendered.price_list(NOON + DAY) == PRICES
    assert rendered.price_list(NOON + DAY + timedelta(seconds=1)) == DEARER


@pytest.mark.parametrize("text", ["", "forged", "A" * 5000, "\ud800"])
def test_without_a_genuine_token_the_newest_prices_count(text: str) -> None:
    unknown = form(text)
    assert not unknown.genuine
    assert unknown.price_list(NOON) == DEARER


def test_without_a_token_the_same_payload_is_one_submission_a_day() -> None:
    first = form("").identify(b"x")
    assert form("forged").identify(b"x") == first
    assert tokens.Form.of({}, NOON + DAY).identify(b"x") != first


def test_a_token_of_an_earlier_secret_stays_genuine_and_keeps_its_identity(settings: Settings) -> None:
    text = tokens.issue(NOON, PRICES)
    before = form(text).identify(b"x")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a new secret of the shop"
    assert form(text).genuine
    assert form(text).identify(b"x") == before


def test_a_fresh_form_s_quote_counts_from_its_rendering() -> None:
    rendered = form(tokens.issue(NOON, PRICES))
    assert rendered.moment(NOON + timedelta(hours=20)) == NOON
    assert rendered.moment(NOON + 2 * DAY) == NOON + 2 * DAY


def test_a_quote_page_s_address_survives_a_new_secret(settings: Settings) -> None:
    submission_id = form("").identify(b"x").id
    address = tokens.quote_page(submission_id)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a new secret of the shop"
    assert tokens.quote_page_id(address) == submission_id
