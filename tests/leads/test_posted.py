"""Reading what was sent: forms, JSON, links."""

import json

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from leads import posted


def test_json_lines_become_the_form_s_own_fields() -> None:
    body = json.dumps({"name": "Priya", "lines": [{"product": "wall-panel", "quantity": 2.5, "notes": None}]})
    assert posted.from_json(body.encode()) == {
        "name": "Priya",
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "0",
        "lines-0-product": "wall-panel",
        "lines-0-quantity": "2.5",
        "lines-0-notes": "",
    }


@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded; charset=utf-16", "multipart/form-data"]
)
def test_a_form_in_an_encoding_that_no_browser_uses_is_said_to_be_unreadable(content_type: str) -> None:
    request = RequestFactory().post("/", b"name=Priya", content_type=content_type)
    with pytest.raises(posted.Unreadable):
        posted.fields(request)


def test_json_may_use_the_form_s_own_names() -> None:
    assert posted.from_json(b'{"lines-0-product": "wall-panel"}') == {"lines-0-product": "wall-panel"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"\xff",
        b'{"lines": {}}',
        b'{"lines": ["x"]}',
        b'{"name": {"a": 1}}',
        b'{"lines": [{"product": []}]}',
        b"[" * 100_000,
    ],
)
def test_a_body_that_is_not_what_it_says_is_unreadable(body: bytes) -> None:
    with pytest.raises(posted.Unreadable):
        posted.from_json(body)


@pytest.mark.parametrize(
    ("accept", "json_wanted"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", False),
        ("*/*", False),
        ("application/json", True),
        ("application/json, text/html;q=0.5", True),
    ],
)
def test_the_accept_header_decides_between_page_and_json(accept: str, json_wanted: bool) -> None:
    assert posted.wants_json(RequestFactory().post("/", headers={"Accept": accept})) is json_wanted


def test_who_sends_json_gets_json() -> None:
    assert posted.wants_json(RequestFactory().post("/", b"{}", "application/json"))


def test_a_link_fills_the_basket_pair_by_pair() -> None:
    query = QueryDict("product=wall-panel&quantity=20&product=premium-laminate")
    assert posted.prefilled(query) == [
        {"product": "wall-panel", "quantity": "20", "notes": ""},
        {"product": "premium-laminate", "quantity": "", "notes": ""},
    ]


def test_the_source_of_a_link_is_cut_and_cleaned_never_refused() -> None:
    assert posted.source({"source": " campaign\0-x\n" + "y" * 200}) == "campaign-x" + "y" * 90
    assert posted.source({"source": "\ud800"}) == "website_form"
    assert posted.source({}) == "website_form"


def test_only_utm_tags_that_say_something_are_kept() -> None:
    tags = {"utm_source": "google", "utm_medium": "", "utm_campaign": "x" * 300, "gclid": "1"}
    assert posted.utm(tags) == {"utm_source": "google", "utm_campaign": "x" * 200}


@pytest.mark.parametrize(("total", "count"), [("2", 2), ("", 0), ("many", 0), ("-1", 0), ("100000", 51)])
def test_as_many_lines_are_read_as_the_form_says_within_reason(total: str, count: int) -> None:
    assert len(posted.typed_lines({"lines-TOTAL_FORMS": total})) == count


def test_a_kept_quote_says_when_it_was_written_and_which_total_was_told() -> None:
    said = {"kept_at": "2026-11-27T10:12:30.500Z", "kept_estimate": "INR 1234.50"}
    assert posted.kept(said) == {"at": "2026-11-27T10:12:30+00:00", "estimate": "INR 1234.50"}


def test_a_kept_quote_whose_price_follows_names_no_estimate() -> None:
    said = {"kept_at": "2026-11-27T15:42:30+05:30", "kept_estimate": ""}
    assert posted.kept(said) == {"at": "2026-11-27T10:12:30+00:00"}


@pytest.mark.parametrize(
    "at", ["", "yesterday", "2026-11-27T10:12:30", "0001-01-01T00:00:00+14:00", "9" * 5000, "\ud800"]
)
def test_a_time_that_is_none_makes_no_kept_quote(at: str) -> None:
    assert posted.kept({"kept_at": at, "kept_estimate": "INR 1.00"}) == {}


@pytest.mark.parametrize(
    "estimate", ["1.00", "INR 1e9", "INR -1", "INR 1.00 <b>", "inr 1", "INR " + "9" * 21]
)
def test_an_estimate_that_is_no_amount_is_left_out(estimate: str) -> None:
    said = {"kept_at": "2026-11-27T10:12:30Z", "kept_estimate": estimate}
    assert posted.kept(said).keys() == {"at"}
