from decimal import Decimal
from typing import Any

import pytest

from leads.quote_check import Compared, check, read
from leads.quoting import snapshot
from leads.quoting.calculator import LineRequest, price
from tests.leads.quoting.rows import NOW, price_list


def quoted(*slugs: str) -> dict[str, Any]:
    lines = [LineRequest(slug, Decimal(200)) for slug in slugs or ("premium-laminate",)]
    quote = price(price_list(), lines)
    return snapshot.build(quote, folio="7K2M-9XTR-D4Q", computed_at=NOW, valid_until=NOW)


def test_the_same_prices_make_the_same_quote() -> None:
    found = check(quoted(), price_list(2))
    assert (found.adds_up, found.same, found.version) == (True, True, 2)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("120.50", Compared("Premium laminate", "200", "₹22,000.00", "₹24,100.00", "+₹2,100.00", True)),
        ("100", Compared("Premium laminate", "200", "₹22,000.00", "₹20,000.00", "−₹2,000.00", False)),
    ],
)
def test_each_line_says_what_it_costs_today(today: str, expected: Compared) -> None:
    found = check(quoted(), price_list(2, unit_price=today))
    assert found.lines == (expected,)
    assert found.total == Compared("", "", expected.then, expected.today, expected.more, expected.dearer)


def test_a_total_without_all_its_lines_is_none() -> None:
    gone = quoted("premium-laminate", "premium-laminate")
    gone["lines"][1]["slug"] = "teak"
    found = check(gone, price_list(2))
    assert [line.today for line in found.lines] == ["₹22,000.00", ""]
    assert found.total == Compared("", "", "₹44,000.00", "", "")
    assert not found.same


def test_a_line_whose_price_followed_has_none_of_then() -> None:
    found = check(quoted("unknown"), price_list(2))
    assert found.lines == (Compared("unknown", "200", "", "", ""),)


def test_without_a_price_list_nothing_is_compared() -> None:
    found = check(quoted(), None)
    assert (found.adds_up, found.version, found.lines) == (True, None, ())


def test_another_currency_is_not_compared() -> None:
    assert check({**quoted(), "currency": "USD"}, price_list(2)).version is None


@pytest.mark.parametrize("wrong", [{"total": "1.00"}, {"lines": "x"}, {"lines": [None]}, {"format": 9}])
def test_what_does_not_follow_from_the_rest_is_named(wrong: dict[str, object]) -> None:
    assert not check({**quoted(), **wrong}, price_list(2)).adds_up


@pytest.mark.parametrize(
    "stored", [None, [], "x", 5, {}, {"lines": []}, {"lines": [{}]}, {**quoted(), "currency": "??"}, {**quoted(), "total": "x"}]
)  # fmt: skip
def test_what_is_no_quote_of_ours_is_none(stored: object) -> None:
    assert read(stored) is None


def test_a_quote_reads_as_the_customer_saw_it() -> None:
    shown = read(quoted())
    assert shown is not None
    assert (shown["total"], shown["version"], shown["folio"]) == ("₹22,000.00", 1, "7K2M-9XTR-D4Q")
