from decimal import Decimal

import pytest

from leads import stored_quote


def test_a_total_reads_as_money() -> None:
    assert stored_quote.total({"total": "2000.5", "currency": "INR"}) == "₹2,000.50"


@pytest.mark.parametrize(
    "snapshot",
    [
        None,
        [],
        {},
        {"total": "x", "currency": "INR"},
        {"total": "NaN", "currency": "INR"},
        {"total": "1E+99", "currency": "INR"},
        {"total": "1", "currency": "??"},
        {"total": "1", "currency": ["INR"]},
    ],
)
def test_a_total_that_cannot_be_read_is_a_dash(snapshot: object) -> None:
    assert stored_quote.total(snapshot) == "–"


@pytest.mark.parametrize(
    ("amount", "currency"), [(Decimal(5), "XYZ"), (Decimal(5), ""), (Decimal("NaN"), "INR")]
)
def test_an_amount_that_a_program_left_in_no_currency_is_a_dash(amount: Decimal, currency: str) -> None:
    assert stored_quote.money(amount, currency) == "–"


@pytest.mark.parametrize(
    ("products", "text"),
    [
        ([], ""),
        (["Oak"], "Oak"),
        (["Oak", "Oak", "Tile"], "Oak, Tile"),
        (["Oak", "Tile", "Lamp", "Panel"], "Oak, Tile + 2"),
        (["x" * 1000], "x" * 60),
    ],
)
def test_products_are_named_in_short(products: list[str], text: str) -> None:
    assert stored_quote.products({"lines": [{"product": name} for name in products]}) == text


@pytest.mark.parametrize("snapshot", [None, "x", {}, {"lines": 5}, {"lines": [None, 1, {"product": 7}, {}]}])
def test_products_that_cannot_be_read_are_none(snapshot: object) -> None:
    assert stored_quote.products(snapshot) == ""
