from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from string import ascii_letters, digits
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads.quoting.folio import is_valid
from leads.quoting.identity import (
    FormToken,
    ReadToken,
    canonical_payload,
    derive,
    issue_token,
    payload_hash,
    quote_page_token,
    read_quote_page_token,
    read_token,
    untokened,
)

NEW, OLD = "the secret of today", "the secret of yesterday"
RENDERED = 1_795_246_800_123
payloads = st.dictionaries(
    st.text(max_size=8), st.text(max_size=20) | st.lists(st.text(max_size=5), max_size=3)
)
valid_text = st.characters(codec="utf-8")


def token(secret: str = NEW) -> str:
    return issue_token(secret=secret, rendered_at=RENDERED, price_list_version=3)


def altered(text: str) -> list[str]:
    """The text with each character in turn exchanged for another one."""
    return [text[:n] + ("A" if text[n] != "A" else "B") + text[n + 1 :] for n in range(len(text))]


# --- form tokens ---


def test_a_form_token_tells_when_and_with_which_prices_the_form_was_made() -> None:
    read = read_token(token(), secrets=[NEW])
    assert read is not None
    assert read == ReadToken(FormToken(read.token.nonce, RENDERED, 3), NEW)
    assert len(read.token.nonce) == 16


def test_a_form_without_price_list_has_version_zero() -> None:
    read = read_token(issue_token(secret=NEW, rendered_at=RENDERED, price_list_version=None), secrets=[NEW])
    assert read is not None
    assert read.token.price_list_version == 0


def test_every_form_has_its_own_token() -> None:
    assert token() != token()


def test_a_token_is_made_of_url_safe_characters() -> None:
    assert set(token()) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_an_earlier_secret_still_opens_its_tokens_and_is_named() -> None:
    read = read_token(token(OLD), secrets=[NEW, OLD])
    assert read is not None
    assert read.secret == OLD


def test_a_secret_that_is_gone_opens_nothing() -> None:
    assert read_token(token(OLD), secrets=[NEW]) is None


def test_no_character_of_a_token_can_be_changed() -> None:
    assert [text for text in altered(token()) if read_token(text, secrets=[NEW])] == []


@pytest.mark.parametrize("text", ["", "A", "é", "=" * 40, "A" * 56, "A" * 100_000, "\ud800", "%%%%"])
def test_what_is_no_token_is_none(text: str) -> None:
    assert (read_token(text, secrets=[NEW]), read_quote_page_token(text, secrets=[NEW])) == (None, None)


def test_a_token_with_something_behind_it_is_none() -> None:
    assert read_token(token() + "A", secrets=[NEW]) is None


@given(st.text(max_size=80))
def test_no_text_makes_reading_raise(text: str) -> None:
    assert (read_token(text, secrets=[NEW]), read_quote_page_token(text, secrets=[NEW])) == (None, None)


# --- payloads ---


def test_a_payload_has_one_spelling() -> None:
    one = {"name": "Zoe\u0301", "message": "a\r\nb", "lines": [{"quantity": Decimal("20.0"), "product": "x"}]}
    other = {"lines": ({"product": "x", "quantity": Decimal(20)},), "message": "a\nb", "name": "Zo\u00e9"}
    assert canonical_payload(one) == canonical_payload(other)
    assert canonical_payload(one).decode() == (
        '{"lines":[{"product":"x","quantity":"20"}],"message":"a\\nb","name":"Zo\u00e9"}'
    )


def test_its_hash_is_sha256() -> None:
    assert payload_hash(b"{}") == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@pytest.mark.parametrize("value", [1.5, object(), b"bytes", {1, 2}, datetime(2026, 1, 1, tzinfo=UTC)])
def test_values_without_one_spelling_are_refused(value: object) -> None:
    with pytest.raises(ValueError, match="A payload holds no"):
        canonical_payload({"value": value})


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(ValueError, match="surrogates"):
        canonical_payload({"name": "\ud800"})


# --- ids and folios ---


@given(payloads)
def test_the_same_payload_with_the_same_token_is_the_same_submission(payload: dict[str, object]) -> None:
    made = [
        derive(secret=NEW, token_text="t", rendered_at_ms=RENDERED, payload=canonical_payload(data))
        for data in (payload, dict(reversed(payload.items())))
    ]
    assert made[0] == made[1]


@given(st.binary(), st.binary(), st.text(valid_text), st.text(valid_text))
def test_another_payload_or_token_is_another_submission(
    one: bytes, other: bytes, first: str, second: str
) -> None:
    made = [
        derive(secret=NEW, token_text=text, rendered_at_ms=RENDERED, payload=payload)
        for text, payload in ((first, one), (second, other))
    ]
    same = (first, one) == (second, other)
    assert (made[0].id == made[1].id, made[0].folio == made[1].folio) == (same, same)


def test_another_secret_is_another_submission() -> None:
    made = [
        derive(secret=secret, token_text="t", rendered_at_ms=RENDERED, payload=b"{}") for secret in (NEW, OLD)
    ]
    assert made[0] != made[1]


def test_what_is_derived_never_changes() -> None:
    made = derive(secret=NEW, token_text="t", rendered_at_ms=RENDERED, payload=b"{}")
    assert (str(made.id), made.folio) == ("01a1fd0c-3cfb-79f4-a47d-39b7d2e182a4", "2VMW-WP59-6EK")


@given(st.integers(0, 2**48 - 1), st.binary())
def test_an_id_is_a_version_7_uuid_of_the_time_of_rendering(rendered: int, payload: bytes) -> None:
    made = derive(secret=NEW, token_text="t", rendered_at_ms=rendered, payload=payload)
    assert (made.id.version, made.id.variant, made.id.int >> 80) == (7, UUID(int=2**63).variant, rendered)
    assert is_valid(made.folio)


def test_without_a_token_a_utc_day_is_the_token() -> None:
    late_in_india = datetime(2026, 11, 22, 2, 0, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    assert untokened(late_in_india) == ("untokened:2026-11-21", 1_795_219_200_000)
    assert untokened(datetime(2026, 11, 21, tzinfo=UTC)) == untokened(late_in_india)


# --- quote pages ---


@given(st.uuids())
def test_a_quote_page_token_leads_back_to_its_submission(submission: UUID) -> None:
    assert read_quote_page_token(quote_page_token(submission, secret=OLD), secrets=[NEW, OLD]) == submission


def test_no_character_of_a_quote_page_token_can_be_changed() -> None:
    page = quote_page_token(UUID(int=7), secret=NEW)
    assert [text for text in altered(page) if read_quote_page_token(text, secrets=[NEW])] == []


def test_a_token_has_one_spelling() -> None:
    page = quote_page_token(UUID(int=7), secret=NEW)
    ends = ascii_letters + digits + "-_=+/"
    assert [end for end in ends if read_quote_page_token(page[:-1] + end, secrets=[NEW])] == [page[-1]]


def test_a_quote_page_token_is_the_same_every_time_and_short() -> None:
    page = quote_page_token(UUID(int=7), secret=NEW)
    assert (page == quote_page_token(UUID(int=7), secret=NEW), len(page)) == (True, 43)


def test_a_form_token_opens_no_quote_page() -> None:
    assert read_quote_page_token(token(), secrets=[NEW]) is None
