"""How a basket reads while it is being filled."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from leads.basket import Basket
from leads.quoting.price_list import PriceItem, PriceList
from tests.leads.customers import NOON, PRICES
from tests.leads.quoting import vectors
from tests.leads.quoting.vectors import BASKETS, typed


def shown(
    *lines: tuple[str, str], price_list: PriceList | None = PRICES, language: str = "en"
) -> dict[str, object]:
    typed = [{"product": product, "quantity": quantity, "notes": ""} for product, quantity in lines]
    with translation.override(language):
        return Basket.read(typed, price_list).shown()


def line(product: str, quantity: str, **options: object) -> dict[str, object]:
    (only,) = shown((product, quantity), **options)["lines"]  # type: ignore[arg-type, misc, attr-defined]
    return only


@pytest.mark.parametrize("case", BASKETS, ids=lambda case: case["name"])
def test_baskets_read_as_the_vectors_say(case: dict[str, Any]) -> None:
    with translation.override(case["language"]):
        assert Basket.read(typed(case), vectors.PRICES).shown() == case["shown"]


def test_an_empty_basket_has_no_total_yet() -> None:
    basket = shown(("", ""))
    assert basket["total_text"] == "—"
    assert basket["total_label"] == "Total with tax"


def test_totals_come_as_numbers_and_as_people_read_them() -> None:
    basket = shown(("premium-laminate", "2000"), ("wall-panel", "2"))
    assert (basket["subtotal"], basket["tax"], basket["total"]) == ("198900.00", "35640.00", "234540.00")
    assert basket["total_text"] == "₹2,34,540.00"
    assert basket["saved_text"] == "₹22,000.00"


def test_a_line_says_how_its_price_came_about() -> None:
    assert line("premium-laminate", "100")["why"] == (
        "You get 110 sq ft (10% for cutting) · ₹100.00 per sq ft · only ₹90.00 from 1,000 sq ft"
    )


def test_minimum_and_step_are_named() -> None:
    item = PriceItem("tile", "Flooring", "Tile", "sq_ft", Decimal(60), minimum=Decimal(90), step=Decimal(20))
    assert line("tile", "5", price_list=PriceList(1, "INR", NOON, (item,)))["why"] == (
        "You get 100 sq ft (smallest order 90, sold in steps of 20) · ₹60.00 per sq ft"
    )


def test_a_product_without_quantity_shows_what_one_costs() -> None:
    alone = line("wall-panel", "")
    assert (alone["ready"], alone["why"], alone["unit"]) == (False, "₹450.00 per piece", "pieces")


def test_the_unit_agrees_with_the_quantity() -> None:
    assert line("wall-panel", "1")["quantity_text"] == "1 piece"
    assert line("wall-panel", "2")["quantity_text"] == "2 pieces"


@pytest.mark.parametrize("quantity", ["0", "-1", "lots", "9999999"])
def test_a_wrong_quantity_is_said_at_its_line_and_costs_nothing(quantity: str) -> None:
    basket = shown(("wall-panel", quantity), ("wall-panel", "1"))
    wrong, right = basket["lines"]  # type: ignore[misc]
    assert wrong["error"]
    assert not right["error"]
    assert basket["total"] == "450.00"


def test_without_a_price_list_the_price_follows() -> None:
    basket = shown(("oak floor", "20"), price_list=None)
    assert basket["total_label"] == "Price follows"
    assert basket["total_text"] == "—"
    assert line("oak floor", "20", price_list=None)["net_text"] == "Price follows"


def test_hindi_and_spanish_read_their_own_way() -> None:
    assert line("wall-panel", "2", language="hi")["quantity_text"] == "2 नग"
    assert line("premium-laminate", "1,5", language="es")["quantity_text"] == "1,65 pie²"
