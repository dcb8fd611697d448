"""The table of moves, read cell by cell."""

from itertools import product

import pytest

from leads.statuses import MOVES, OPEN, LeadStatus, find_move, moves_for

# Rows are where a lead stands, columns where it may go: ">" anyone, "x" anyone with a reason,
# "<" managers with a reason, "." nobody.
TABLE = """
              new contacted nurturing qualified converted lost
    new        .      >         >         >         >      x
    contacted  <      .         >         >         >      x
    nurturing  <      <         .         >         >      x
    qualified  <      <         <         .         >      x
    converted  <      <         <         <         .      .
    lost       <      <         <         <         .      .
"""
HEAD, *ROWS = [line.split() for line in TABLE.strip().splitlines()]
CELLS = {(row[0], to): sign for row in ROWS for to, sign in zip(HEAD, row[1:], strict=True)}


def sign(old: str, new: str) -> str:
    move = find_move(old, new)
    if move is None:
        return "."
    return {(False, False): ">", (True, False): "x", (True, True): "<"}[move.needs_reason, move.managers_only]


def test_the_table_names_every_status() -> None:
    assert HEAD == [row[0] for row in ROWS] == LeadStatus.values == list(MOVES)


@pytest.mark.parametrize(("old", "new"), list(product(LeadStatus.values, LeadStatus.values)))
def test_a_move_asks_for_what_the_table_says(old: str, new: str) -> None:
    assert sign(old, new) == CELLS[old, new]


@pytest.mark.parametrize("status", LeadStatus.values)
@pytest.mark.parametrize(("manager", "signs"), [(False, ">x"), (True, ">x<")])
def test_a_lead_has_a_button_for_each_move_its_reader_may_make(
    status: str, manager: bool, signs: str
) -> None:
    offered = {move.to for move in moves_for(status, manager=manager)}
    assert offered == {new for (old, new), cell in CELLS.items() if old == status and cell in signs}


def test_a_status_that_nobody_knows_goes_nowhere() -> None:
    assert (find_move("won", "new"), moves_for("won", manager=True)) == (None, [])


def test_open_leads_are_those_that_can_still_be_given_up() -> None:
    assert set(OPEN) == {old for (old, new), cell in CELLS.items() if new == "lost" and cell == "x"}
