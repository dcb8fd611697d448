from decimal import Decimal

import pytest

from leads.templatetags.prices import column, difference, price, quantity


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(Decimal("120"), "+₹120.00"), (Decimal("-80.5"), "−₹80.50"), (Decimal(0), "the same"), (None, "–")],
)
def test_a_difference_carries_its_sign(amount: Decimal | None, shown: str) -> None:
    assert difference(amount, "INR") == shown


def test_an_amount_that_is_not_there_is_a_dash() -> None:
    assert (price(None, "INR"), price(Decimal(1), "INR")) == ("–", "₹1.00")


def test_a_quantity_is_grouped_as_money_is() -> None:
    assert quantity(Decimal("123456.5"), "INR") == "1,23,456.5"


def test_a_quantity_has_its_unit() -> None:
    assert [quantity(Decimal(1), "INR", "piece"), quantity(Decimal(2), "INR", "piece")] == [
        "1 piece",
        "2 pieces",
    ]


def test_a_field_is_called_by_its_name_for_people() -> None:
    assert [column("unit_price"), column("breaks"), column("active")] == [
        "Unit price",
        "Larger quantities",
        "On sale",
    ]
