import json
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leads.quoting.calculator import Quote
from leads.quoting.snapshot import Difference, build, recompute
from tests.leads.quoting.shop import COMPUTED, FOLIO, VALID_UNTIL, quote, quotes, snapshot


def stored(quote: Quote) -> dict[str, Any]:
    """The snapshot as it comes back from the database."""
    return json.loads(json.dumps(snapshot(quote)))


def basket() -> dict[str, Any]:
    return stored(
        quote(("premium-laminate", "2000", "by Friday"), ("pendant-lamp", "3"), ("cornice", "12.5"))
    )


def test_a_snapshot_says_everything_about_the_quote() -> None:
    data = basket()
    lines = data.pop("lines")
    assert data == {
        "format": 1,
        "folio": FOLIO,
        "currency": "INR",
        "minor_unit": 2,
        "price_list_version": 3,
        "computed_at": "2026-11-21T10:00:00+05:30",
        "valid_until": "2026-12-21T23:59:00+05:30",
        "complete": False,
        "discounts": [{"line": 1, "kind": "quantity", "amount": "7533.75"}],
        "discount_total": "7533.75",
        "subtotal": "190038.72",
        "tax": [
            {"percent": "12", "net": "5999.97", "amount": "720.00"},
            {"percent": "18", "net": "184038.75", "amount": "33126.98"},
        ],
        "tax_total": "33846.98",
        "total": "223885.70",
    }
    assert lines[0] == {
        "category": "Laminates",
        "product": "Premium Laminate",
        "slug": "premium-laminate",
        "unit": "sq_ft",
        "quantity": "2000",
        "notes": "by Friday",
        "wastage_percent": "7.5",
        "quantity_with_wastage": "2150",
        "minimum": "50",
        "step": "20.5",
        "billed_quantity": "2152.5",
        "rounded": ["wastage", "step"],
        "list_unit_price": "89",
        "unit_price": "85.5",
        "discount": "7533.75",
        "tax_percent": "18",
        "net": "184038.75",
        "tax": "33126.98",
        "total": "217165.73",
    }


def test_a_line_without_price_keeps_what_was_typed_and_the_same_fields() -> None:
    data = basket()
    unpriced = data["lines"][2]
    assert {name: value for name, value in unpriced.items() if value is not None} == {
        "product": "cornice",
        "quantity": "12.5",
        "notes": "",
        "rounded": [],
    }
    assert set(unpriced) == set(data["lines"][0])


def test_times_without_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        build(quote(), folio=FOLIO, computed_at=datetime(2026, 11, 21), valid_until=VALID_UNTIL)  # noqa: DTZ001


@settings(deadline=None)
@given(quotes())
def test_recomputing_a_snapshot_gives_its_total_to_the_cent(result: Quote) -> None:
    again = recompute(stored(result))
    assert (again.total, again.differences, again.agrees) == (result.total, (), True)


TAMPERED = [
    ("total", "223885.71", "total"),
    ("subtotal", "0", "subtotal"),
    ("tax_total", "1", "tax_total"),
    ("discount_total", "0", "discount_total"),
    ("complete", True, "complete"),
    ("tax", [], "tax"),
    ("discounts", [], "discounts"),
]


@pytest.mark.parametrize(("name", "value", "path"), TAMPERED)
def test_a_changed_figure_is_reported(name: str, value: object, path: str) -> None:
    again = recompute(basket() | {name: value})
    assert again.total == Decimal("223885.70")
    assert [difference.path for difference in again.differences] == [path]


@pytest.mark.parametrize(
    "name", ["quantity_with_wastage", "billed_quantity", "discount", "net", "tax", "total"]
)
def test_a_changed_figure_of_a_line_is_reported(name: str) -> None:
    data = basket()
    data["lines"][0][name] = "1"
    assert [difference.path for difference in recompute(data).differences] == [f"lines[1].{name}"]


def test_a_changed_price_shows_wherever_it_counts() -> None:
    data = basket()
    data["lines"][1]["unit_price"] = "1"
    again = recompute(data)
    assert again.total == Decimal("217169.09")
    assert Difference("lines[2].net", "5999.97", "3") in again.differences


def test_a_difference_reads_as_a_sentence() -> None:
    assert str(Difference("total", "1", "2")) == "total: stored 1, computed 2"


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ("quantity", None),
        ("quantity", "0"),
        ("quantity", "1e999999999"),
        ("quantity", 2000),
        ("quantity", "9" * 41),
        ("step", "0"),
        ("unit_price", "free"),
        ("unit_price", "-1"),
        ("tax_percent", None),
        ("minimum", []),
    ],
)
def test_a_line_that_cannot_be_priced_again_is_reported(where: str, value: object) -> None:
    data = basket()
    data["lines"][0][where] = value
    again = recompute(data)
    assert (again.total, again.agrees, again.differences[-1].stored) == (None, False, "malformed")


@pytest.mark.parametrize(
    "data", [None, [], "", {}, {"format": 2}, {"format": 1}, {"format": 1, "minor_unit": 99}]
)
def test_what_is_no_snapshot_is_reported(data: object) -> None:
    again = recompute(data)
    assert (again.total, len(again.differences)) == (None, 1)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("1e999999999"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(deadline=None)
@given(st.data(), json_values)
def test_no_damage_makes_it_raise(data: st.DataObject, damage: object) -> None:
    broken = basket()
    target = data.draw(
        st.sampled_from([broken, broken["lines"][0], broken["tax"][0], broken["discounts"][0]])
    )
    target[data.draw(st.sampled_from(sorted(target)))] = damage
    assert isinstance(recompute(broken).differences, tuple)


def test_computing_is_recorded_in_the_zone_it_was_given() -> None:
    assert datetime.fromisoformat(basket()["computed_at"]) == COMPUTED
