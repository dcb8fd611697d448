from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads.quoting.price_cells import breaks_from, breaks_to, guarded, number, unguarded


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "'=x", "''@"])
def test_no_cell_that_a_spreadsheet_would_run_is_written_as_it_is(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Oak", "'tis", "500:102", "12 mm"])
def test_other_cells_are_written_as_they_are(cell: str) -> None:
    assert guarded(cell) == cell


@given(st.one_of(st.text(), st.text(alphabet="'=+-@\t\rx")))
def test_every_cell_is_read_back_as_it_was(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell


@pytest.mark.parametrize("typed", ["-5", "=1", "O'Hara", "'"])
def test_what_a_person_typed_comes_back_as_it_is(typed: str) -> None:
    assert unguarded(typed) == typed


@pytest.mark.parametrize("text", ["", "x", "1,5", "1_000", "NaN", "Infinity", "1" * 31, "₹5"])
def test_what_is_no_number_is_said(text: str) -> None:
    with pytest.raises(ValueError, match="is not a number such as 110"):
        number(text)


def test_breaks_stand_in_one_cell() -> None:
    breaks = ((Decimal(500), Decimal(102)), (Decimal(2000), Decimal("95.5")))
    assert breaks_from("2000:95.50 ;500:102;") == breaks
    assert breaks_to(breaks) == "500:102; 2000:95.5"
    assert (breaks_from(""), breaks_to(())) == ((), "")


@pytest.mark.parametrize("cell", ["500", "500:1:2", "500:102; x"])
def test_breaks_written_otherwise_are_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="500:102; 2000:95"):
        breaks_from(cell)
