"""The rules of bulk moves, by plain SQL."""

from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.database.access import insert, lead, one, run

pytestmark = pytest.mark.django_db


def move(**columns: object) -> UUID:
    return insert("bulk_moves", **{"id": uuid4(), "made_by_id": "sales_user_5", "status": "lost", **columns})


def row(move_id: UUID, lead_id: UUID, **columns: object) -> None:
    facts = {"move_id": move_id, "lead_id": lead_id, "result": "same", "was": "lost", **columns}
    run(
        f"insert into bulk_move_rows ({', '.join(facts)}) values ({', '.join(['%s'] * len(facts))})",
        *facts.values(),
    )


def refused(deed: object, *arguments: object, **columns: object) -> bool:
    try:
        with transaction.atomic():
            deed(*arguments, **columns)  # type: ignore[operator]  # one of the two above
    except IntegrityError:
        return True
    return False


def test_a_move_leads_to_a_status_that_there_is() -> None:
    assert refused(move, status="odd")
    assert refused(move, status="")


def test_an_undo_leads_to_no_one_status() -> None:
    made = move()
    assert refused(move, status="new", undoes_id=made)
    assert not refused(move, status="", undoes_id=made)


def test_a_move_is_undone_once() -> None:
    made = move()
    move(status="", undoes_id=made)
    assert refused(move, status="", undoes_id=made)


def test_a_job_is_there_once() -> None:
    assert refused(move, id=move())


def test_a_lead_has_one_result_of_a_move() -> None:
    made, priya = move(), lead()
    row(made, priya)
    assert refused(row, made, priya)


def test_a_result_is_one_that_the_workflow_knows() -> None:
    assert refused(row, move(), lead(), result="odd")


@pytest.mark.parametrize(
    "columns",
    [
        {"result": "moved"},
        {"result": "moved", "became": "lost"},
        {"result": "same", "became": "lost"},
        {"result": "changed", "version": "2026-11-21 10:00+00"},
    ],
)
def test_what_was_moved_says_where_to_and_which_version(columns: dict[str, str]) -> None:
    assert refused(row, move(), lead(), **columns)


def test_results_go_with_their_lead() -> None:
    made, priya = move(), lead()
    row(made, priya)
    run("delete from leads where id = %s", priya)
    assert (one("select count(*) from bulk_move_rows"), one("select count(*) from bulk_moves")) == (0, 1)
