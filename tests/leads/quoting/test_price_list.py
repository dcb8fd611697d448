import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings

from leads.quoting.price_list import PriceBreak, PriceItem, PriceList
from tests.leads.quoting.shop import LAMINATE, LAMP, PANEL, PRICES, price_lists


@settings(deadline=None)
@given(price_lists())
def test_a_price_list_survives_the_way_through_json(price_list: PriceList) -> None:
    assert PriceList.from_json(json.loads(json.dumps(price_list.to_json()))) == price_list


def test_equal_lists_have_equal_json_however_their_numbers_were_written() -> None:
    same = replace(LAMP, unit_price=Decimal("1999.9900"), tax_percent=Decimal("12.00"))
    assert replace(PRICES, items=(same,)).to_json() == replace(PRICES, items=(LAMP,)).to_json()


def test_an_item_is_found_by_its_slug() -> None:
    assert (PRICES.item("pendant-lamp"), PRICES.item("unknown")) == (LAMP, None)


def test_categories_stand_in_the_order_of_their_items() -> None:
    assert PRICES.categories() == [("Lighting", [LAMP]), ("Wall", [PANEL]), ("Laminates", [LAMINATE])]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"slug": " "}, "slug"),
        ({"name": "n" * 256}, "name"),
        ({"category": ""}, "category"),
        ({"unit": "mile"}, "unit"),
        ({"unit_price": Decimal("-0.01")}, "unit price"),
        ({"unit_price": Decimal("0.00001")}, "decimals"),
        ({"unit_price": Decimal("NaN")}, "unit price"),
        ({"unit_price": Decimal("1E+13")}, "unit price"),
        ({"wastage_percent": Decimal(101)}, "wastage"),
        ({"tax_percent": Decimal("-1")}, "tax"),
        ({"minimum": Decimal("Infinity")}, "minimum"),
        ({"step": Decimal("0.0001")}, "decimals"),
        (
            {"breaks": (PriceBreak(Decimal(9), Decimal(1)), PriceBreak(Decimal(9), Decimal(1)))},
            "rise in quantity",
        ),
        ({"breaks": (PriceBreak(Decimal(9), Decimal(2000)),)}, "must not cost more"),
    ],
)
def test_an_item_that_makes_no_sense_is_refused(change: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        replace(LAMP, **change)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"version": 0}, "version"),
        ({"currency": "RUPEES"}, "currency"),
        ({"published_at": datetime(2026, 11, 1)}, "time zone"),  # noqa: DTZ001
        ({"items": (LAMP, LAMP)}, "same slug"),
    ],
)
def test_a_list_that_makes_no_sense_is_refused(change: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        replace(PRICES, **change)


def good() -> dict[str, object]:
    return json.loads(json.dumps(PRICES.to_json()))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("format", 2),
        ("version", "3"),
        ("version", True),
        ("currency", None),
        ("published_at", "yesterday"),
        ("items", {}),
        ("items", [None]),
        ("items", [{}]),
    ],
)
def test_wrong_json_is_refused(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        PriceList.from_json(good() | {name: value})


@pytest.mark.parametrize("data", [None, [], "text", 3])
def test_what_is_no_object_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match="Expected an object"):
        PriceList.from_json(data)


@pytest.mark.parametrize("price", ["free", 89, 89.5, None, "NaN"])
def test_a_price_that_is_no_decimal_string_is_refused(price: object) -> None:
    items = [{**PRICES.to_json()["items"][0], "unit_price": price}]  # type: ignore[index]
    with pytest.raises(ValueError, match=r"unit.price"):
        PriceList.from_json(good() | {"items": items})


@pytest.mark.parametrize(
    ("billed", "expected"),
    [("999.999", "89"), ("1000", "85.5"), ("4999", "85.5"), ("5000", "80"), ("5001", "80")],
)
def test_a_price_break_counts_from_its_quantity_on(billed: str, expected: str) -> None:
    breaks = (*LAMINATE.breaks, PriceBreak(Decimal(5000), Decimal(80)))
    assert replace(LAMINATE, breaks=breaks).price_at(Decimal(billed)) == Decimal(expected)


@pytest.mark.parametrize(
    ("unit", "step", "expected"),
    [("piece", "0", "1"), ("box", "0", "1"), ("sq_ft", "0", "0.001"), ("piece", "6", "6")],
)
def test_counted_things_are_billed_whole(unit: str, step: str, expected: str) -> None:
    item = PriceItem("a", "b", "c", unit, Decimal(1), step=Decimal(step))
    assert item.billing_step == Decimal(expected)


def test_the_published_time_keeps_its_zone() -> None:
    assert PriceList.from_json(good()).published_at == datetime(2026, 11, 1, tzinfo=UTC)
