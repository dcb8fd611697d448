from dataclasses import replace

import pytest

from leads.quoting.calculator import Quote
from leads.quoting.message_quote import Compared, Pasted, compare, rebuild
from leads.quoting.pasted import verify
from leads.quoting.price_list import PriceList
from leads.quoting.snapshot import recompute
from tests.leads.quoting.shop import COMPUTED, LAMINATE, PRICES, SECRET, VALID_UNTIL, quote, snapshot
from tests.leads.quoting.test_whatsapp import basket, write

DEARER = PriceList(
    4, "INR", PRICES.published_at, (replace(LAMINATE, unit_price=LAMINATE.unit_price + 1, breaks=()),)
)


def pasted(asked: Quote, language: str = "en") -> Pasted:
    text = write(asked, language=language)
    message = verify(text, secrets=[SECRET])
    assert message is not None
    return Pasted(message, text, "Leadsite Interiors", [SECRET])


def rebuilt(found: Pasted, *lists: PriceList | None) -> dict[str, object] | None:
    return rebuild(found, lists, computed_at=COMPUTED, valid_until=VALID_UNTIL)


@pytest.mark.parametrize("language", ["en", "hi", "es"])
def test_a_quote_comes_back_whole_by_the_list_it_was_priced_by(language: str) -> None:
    asked = quote(("premium-laminate", "2000", "by Friday"), ("pendant-lamp", "1"))
    assert rebuilt(pasted(asked, language), DEARER, PRICES) == snapshot(asked)


def test_a_quote_that_came_back_adds_up() -> None:
    made = rebuilt(pasted(quote(("wall-panel", "3.5"))), PRICES)
    assert recompute(made).agrees


def test_no_price_is_made_up_where_no_list_gives_the_same_message() -> None:
    assert rebuilt(pasted(quote(("premium-laminate", "2000"))), DEARER, None) is None


def test_another_day_of_validity_is_another_quote() -> None:
    found = pasted(quote(("wall-panel", "3")))
    assert rebuild(found, [PRICES], computed_at=COMPUTED, valid_until=COMPUTED) is None


def test_a_message_that_left_lines_out_gives_no_whole_quote() -> None:
    long = quote(*[("wall-panel", "3.5", "काँच की दीवार के पास " * 5)] * 40)
    found = pasted(long)
    assert found.message.left_out > 0
    assert rebuilt(found, PRICES) is None


def test_a_quote_of_a_time_without_a_list_comes_back_without_prices() -> None:
    asked = quote(("Oak table", "2"), prices=None)
    assert rebuilt(pasted(asked), PRICES, None) == snapshot(asked)


def test_a_stored_quote_agrees_with_its_message_line_by_line() -> None:
    rows = compare(snapshot(basket()), pasted(basket()))
    assert rows is not None
    assert [(row.product, row.agrees) for row in rows] == [
        ("Premium Laminate", True), ("Pendant Lamp", True), ("Oak table", True), ("", True),
    ]  # fmt: skip


def test_what_differs_is_named() -> None:
    said = pasted(quote(("wall-panel", "2"), ("pendant-lamp", "1")))
    rows = compare(snapshot(quote(("wall-panel", "3"))), said)
    assert rows is not None
    assert [row.agrees for row in rows] == [False, False, False]
    assert rows[1] == Compared(
        "Pendant Lamp", said.message.lines[1].amount, None, said.message.lines[1].billed, None
    )


@pytest.mark.parametrize(
    "stored", [None, [], {}, {"currency": "INR", "lines": [{}]}, {"currency": "??", "lines": 3}]
)
def test_a_stored_quote_that_cannot_be_read_is_not_compared(stored: object) -> None:
    assert compare(stored, pasted(quote(("wall-panel", "2")))) is None
