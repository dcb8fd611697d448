"""What an event may say, and that nothing else is kept."""

import pytest

from leadsite.telemetry import events

BASKET = {
    "lines": 2,
    "total": "900.00",
    "currency": "INR",
    "products": ["wall-panel"],
    "campaign": "diwali-offer",
}


def test_a_basket_s_figures_are_kept() -> None:
    assert events.read("basket_priced", BASKET) == BASKET


def test_what_nobody_asked_for_is_left_out() -> None:
    assert events.read("basket_priced", {**BASKET, "name": "Priya", "phone": "+919820123456"}) == BASKET


@pytest.mark.parametrize(
    "wrong",
    [
        {"lines": -1}, {"lines": True}, {"lines": "2"}, {"lines": 10**9},
        {"total": "NaN"}, {"total": "1e999999999x"}, {"total": 3}, {"total": "9" * 30},
        {"currency": "rupees"}, {"products": "wall-panel"}, {"products": ["Priya Sharma"]},
        {"campaign": "<b>"}, {"campaign": "call +91 98201 23456"}, {"campaign": "x" * 101}, {"campaign": 7},
    ],
)  # fmt: skip
def test_a_figure_that_makes_no_sense_is_left_out(wrong: dict[str, object]) -> None:
    assert events.read("basket_priced", wrong) in ({}, {"products": []})


def test_an_error_of_the_page_is_kept_without_anybody_s_number() -> None:
    said = {"kind": "TypeError: +91 98201 23456 priya@example.com\0", "at": "form.js:12", "stack": "…"}
    assert events.read("client_error", said) == {"kind": "TypeError: [phone] [e-mail]", "at": "form.js:12"}


@pytest.mark.parametrize(
    ("text", "kept"),
    [("a1b2c3d4e5f6", True), ("short", False), ("x" * 65, False), ("a b c d e f", False), (7, False)],
)
def test_a_page_s_token_is_a_plain_word(text: object, kept: bool) -> None:
    assert events.page(text) == (text if kept else None)
