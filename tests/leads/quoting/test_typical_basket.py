from dataclasses import replace
from decimal import Decimal

import pytest

from leads.quoting.price_list import PriceList
from leads.quoting.typical_basket import Line, effect
from tests.leads.quoting.shop import LAMP, PANEL, PRICES, quote, snapshot

DEARER = PriceList(
    4,
    "INR",
    PRICES.published_at,
    (replace(PANEL, unit_price=Decimal(500)), replace(LAMP, tax_percent=Decimal(18))),
)


def asked(quantity: str) -> dict[str, object]:
    return snapshot(quote(("wall-panel", quantity)))


def test_the_middle_one_of_the_quotes_is_priced_by_both_lists() -> None:
    found = effect([asked("2"), asked("10"), asked("4")], PRICES, DEARER)
    assert found is not None
    assert found.median.lines == (
        Line("Designer Wall Panel", Decimal(4), "sq_m", Decimal("1800.50"), Decimal("2000.00")),
    )
    assert (found.median.difference, found.count, found.example) == (Decimal("199.50"), 3, False)


def test_the_change_over_all_quotes_is_summed() -> None:
    found = effect([asked("2"), asked("10")], PRICES, DEARER)
    assert found is not None
    assert (found.old, found.new, found.difference) == (
        Decimal("5401.50"),
        Decimal("6000.00"),
        Decimal("598.50"),
    )


def test_of_an_even_number_the_cheaper_of_the_two_in_the_middle_is_shown() -> None:
    found = effect([asked("1"), asked("2"), asked("3"), asked("4")], PRICES, DEARER)
    assert found is not None
    assert found.median.lines[0].quantity == Decimal(2)


def test_the_typical_one_is_the_middle_one_of_those_that_change() -> None:
    lamps = [snapshot(quote(("pendant-lamp", str(number)))) for number in (1, 2, 3)]
    dearer_panel = replace(DEARER, items=(DEARER.items[0], LAMP))
    found = effect([*lamps, asked("2")], PRICES, dearer_panel)
    assert found is not None
    assert [line.product for line in found.median.lines] == ["Designer Wall Panel"]
    assert (found.count, found.changed) == (4, 1)


def test_where_no_quote_changes_it_says_so() -> None:
    found = effect([asked("2"), asked("4")], PRICES, replace(PRICES, version=4))
    assert found is not None
    assert (found.count, found.changed, found.difference) == (2, 0, Decimal(0))


def test_an_example_begins_with_what_changes() -> None:
    found = effect([], PRICES, replace(PRICES, items=(PANEL, replace(LAMP, tax_percent=Decimal(18)))))
    assert found is not None
    assert [line.product for line in found.median.lines] == ["Pendant Lamp", "Designer Wall Panel"]


def test_a_product_that_is_gone_is_shown_and_left_out_of_the_sums() -> None:
    found = effect([snapshot(quote(("premium-laminate", "100"), ("wall-panel", "2")))], PRICES, DEARER)
    assert found is not None
    gone, kept = found.median.lines
    assert (gone.product, gone.new, gone.difference) == ("Premium Laminate", None, None)
    assert found.median.difference == kept.difference == Decimal("99.75")


def test_without_quotes_one_of_each_of_the_first_items_is_the_example() -> None:
    found = effect([], PRICES, DEARER)
    assert found is not None
    assert (found.example, found.count) == (True, 0)
    assert [(line.product, line.quantity) for line in found.median.lines] == [
        ("Designer Wall Panel", Decimal(1)), ("Pendant Lamp", Decimal(1)),
    ]  # fmt: skip


def test_two_lists_without_a_common_item_have_no_example() -> None:
    other = PriceList(4, "INR", PRICES.published_at, (replace(PANEL, slug="other"),))
    assert effect([], PRICES, other) is None


@pytest.mark.parametrize(
    "stored",
    [None, [], {}, {"lines": 3}, {"lines": [3]}, {"lines": [{"slug": None, "quantity": "1"}]}, {"lines": [{"slug": "wall-panel", "quantity": "x"}]}, {"lines": [{"slug": "wall-panel", "quantity": "-1"}]}],
)  # fmt: skip
def test_a_stored_quote_that_cannot_be_read_does_not_count(stored: object) -> None:
    found = effect([stored, asked("2")], PRICES, DEARER)
    assert found is not None
    assert found.count == 1
