from dataclasses import replace
from decimal import Decimal, Inexact, localcontext
from typing import Any

import pytest
from hypothesis import given, settings

from leads.quoting.calculator import LineRequest, QuantityError, Quote, price, read_quantity
from leads.quoting.money import plain
from leads.quoting.price_list import PriceItem
from tests.leads.quoting import vectors
from tests.leads.quoting.shop import LAMINATE, LAMP, PRICES, items, quantities, quote, quotes
from tests.leads.quoting.vectors import LINES, QUANTITIES


def test_a_line_is_priced_step_by_step() -> None:
    line = quote(("premium-laminate", "2000")).lines[0].price
    assert line is not None
    assert (line.with_wastage, line.billed, line.rounded) == (
        Decimal(2150),
        Decimal("2152.5"),
        ("wastage", "step"),
    )
    assert (line.unit_price, line.net) == (Decimal("85.5"), Decimal("184038.75"))
    assert (line.tax, line.total) == (Decimal("33126.98"), Decimal("217165.73"))
    assert line.discount == Decimal("7533.75")


def test_a_small_order_is_raised_to_the_minimum_and_then_to_a_whole_step() -> None:
    line = quote(("premium-laminate", "1")).lines[0].price
    assert line is not None
    assert (line.billed, line.rounded) == (Decimal("61.5"), ("wastage", "minimum", "step"))


def test_what_needs_no_rounding_is_billed_as_asked() -> None:
    line = quote(("pendant-lamp", "3")).lines[0].price
    assert line is not None
    assert (line.billed, line.rounded, line.net, line.tax) == (
        Decimal(3),
        (),
        Decimal("5999.97"),
        Decimal("720.00"),
    )


def test_half_a_lamp_is_billed_as_one() -> None:
    line = quote(("pendant-lamp", "0.5")).lines[0].price
    assert line is not None
    assert (line.billed, line.rounded) == (Decimal(1), ("step",))


def test_tax_is_summed_by_rate() -> None:
    rates = quote(
        ("premium-laminate", "100"), ("pendant-lamp", "1"), ("pendant-lamp", "2"), ("wall-panel", "1")
    ).tax_rates
    assert [(str(rate.percent), str(rate.net), str(rate.tax)) for rate in rates] == [
        ("12", "5999.97", "720.00"),
        ("18", "10947.00", "1970.46"),
    ]


def test_an_unknown_product_is_kept_as_typed_and_its_price_follows() -> None:
    result = quote(("Grandmother's table", "1.5", "oak"), ("pendant-lamp", "1"))
    assert result.lines[0].request == LineRequest("Grandmother's table", Decimal("1.5"), "oak")
    assert (result.lines[0].price, result.complete, result.total) == (None, False, Decimal("2239.99"))


def test_without_a_price_list_every_price_follows() -> None:
    result = price(None, [LineRequest("Flooring", Decimal(20))], currency="KWD")
    assert (result.complete, str(result.total), result.price_list_version) == (False, "0.000", None)


def test_an_empty_basket_is_not_complete() -> None:
    assert (quote().complete, str(quote().total)) == (False, "0.00")


@pytest.mark.parametrize(("currency", "net"), [("JPY", "890"), ("INR", "890.44"), ("KWD", "890.445")])
def test_amounts_are_rounded_to_the_currencys_smallest_coin(currency: str, net: str) -> None:
    item = PriceItem("tile", "Flooring", "Tile", "sq_m", Decimal("890.4445"))
    result = price(replace(PRICES, currency=currency, items=(item,)), [LineRequest("tile", Decimal(1))])
    assert str(result.subtotal) == net


@pytest.mark.parametrize(
    ("quantity", "code"),
    [
        ("0", "not_positive"),
        ("-1", "not_positive"),
        ("1000000.001", "too_large"),
        ("0.0001", "too_precise"),
        ("1E-999999", "too_precise"),
        ("1.0005", "too_precise"),
        ("NaN", "not_a_number"),
        ("sNaN", "not_a_number"),
        ("Infinity", "not_a_number"),
    ],
)
def test_a_quantity_out_of_bounds_is_refused_with_a_code(quantity: str, code: str) -> None:
    with pytest.raises(QuantityError) as refused:
        LineRequest("pendant-lamp", Decimal(quantity))
    assert refused.value.code == code


@pytest.mark.parametrize("quantity", ["0.001", "1000000", "1E+6", "1000000.000"])
def test_the_bounds_themselves_are_fine(quantity: str) -> None:
    assert LineRequest("pendant-lamp", Decimal(quantity)).quantity == Decimal(quantity)


@pytest.mark.parametrize("case", QUANTITIES, ids=lambda case: f"{case['language']} {case['typed']!r}")
def test_a_quantity_is_read_as_its_writer_meant_it_or_refused_with_a_code(case: dict[str, str]) -> None:
    try:
        found = {"read": plain(read_quantity(case["typed"], case["language"]))}
    except QuantityError as refused:
        found = {"refused": refused.code}
    assert {**case, **found} == case


@pytest.mark.parametrize("case", LINES, ids=lambda case: case["why"])
def test_lines_cost_what_the_vectors_say(case: dict[str, Any]) -> None:
    wanted = LineRequest(case["product"], Decimal(case["quantity"]))
    line = price(vectors.PRICES, [wanted]).lines[0].price
    assert line is not None
    found = {
        "billed": plain(line.billed),
        "rounded": list(line.rounded),
        "unit_price": plain(line.unit_price),
        "net": str(line.net),
        "tax": str(line.tax),
        "discount": str(line.discount),
    }
    assert {**case, **found} == case


@settings(deadline=None)
@given(quotes())
def test_totals_are_the_sums_of_the_lines(result: Quote) -> None:
    priced = [line.price for line in result.lines if line.price]
    assert result.subtotal == sum(line.net for line in priced)
    assert result.tax == sum(line.tax for line in priced) == sum(rate.tax for rate in result.tax_rates)
    assert result.total == sum(line.total for line in priced) == result.subtotal + result.tax


@settings(deadline=None)
@given(quotes())
def test_amounts_are_whole_coins_and_discounts_never_negative(result: Quote) -> None:
    coin = Decimal(1).scaleb(-result.minor_unit)
    for line in (line.price for line in result.lines if line.price):
        assert [amount % coin for amount in (line.net, line.tax, line.discount)] == [0, 0, 0]
        assert line.discount >= 0


@settings(deadline=None)
@given(items(), quantities)
def test_the_billed_quantity_covers_what_was_asked_and_is_the_least_whole_step(
    item: PriceItem, asked: Decimal
) -> None:
    line = price(replace(PRICES, items=(item,)), [LineRequest("item", asked)]).lines[0].price
    assert line is not None
    needed = max(line.with_wastage, item.minimum)
    assert line.billed % item.billing_step == 0
    assert line.billed - item.billing_step < needed <= line.billed


@settings(deadline=None)
@given(items(), quantities, quantities)
def test_more_of_a_thing_never_costs_less_where_there_are_no_price_breaks(
    item: PriceItem, one: Decimal, other: Decimal
) -> None:
    prices = replace(PRICES, items=(replace(item, breaks=()),))
    less, more = sorted((one, other))
    totals = [price(prices, [LineRequest("item", quantity)]).total for quantity in (less, more)]
    assert totals[0] <= totals[1]


def test_the_arithmetic_does_not_depend_on_the_callers_context() -> None:
    with localcontext() as context:
        context.prec = 3
        context.traps[Inexact] = True
        assert quote(("premium-laminate", "2000")).total == Decimal("217165.73")


def test_lines_do_not_add_up_to_a_price_break() -> None:
    apart = quote(("premium-laminate", "600"), ("premium-laminate", "600"))
    assert [line.price.unit_price for line in apart.lines if line.price] == [LAMINATE.unit_price] * 2


def test_a_slug_must_match_to_the_letter() -> None:
    assert quote((LAMP.slug.upper(), "1")).complete is False
