"""One bad row holds up no other, and what is the database's fault is nobody's."""

import pytest
from django.db import OperationalError, connection

from assignments.by_halves import by_halves
from assignments.teams.models import Team

pytestmark = pytest.mark.django_db


def tried(keys: list[int], bad: set[int], error: Exception) -> tuple[list[int], list[int]]:
    """(done, blamed)"""
    done: list[int] = []
    blamed: list[int] = []

    def deed(some: object) -> None:
        rows = list(some)  # type: ignore[call-overload]  # the keys of one call
        if bad & set(rows):
            raise error
        done.extend(rows)

    by_halves(keys, deed, lambda key, _: blamed.append(key))
    return done, blamed


def test_all_are_done_together_where_none_is_bad() -> None:
    assert tried([1, 2, 3], set(), ValueError()) == ([1, 2, 3], [])


@pytest.mark.parametrize("bad", [{1}, {3}, {2, 5}, {1, 2, 3, 4, 5}])
def test_the_bad_ones_alone_are_blamed(bad: set[int]) -> None:
    done, blamed = tried([1, 2, 3, 4, 5], bad, ValueError())
    assert (sorted(done), sorted(blamed)) == (sorted({1, 2, 3, 4, 5} - bad), sorted(bad))


def test_what_a_failed_try_wrote_is_taken_back() -> None:
    def deed(some: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("update teams set name = name || '!'")
        raise ValueError

    before = list(Team.objects.order_by("name").values_list("name", flat=True))
    by_halves([1], deed, lambda *_: None)
    assert list(Team.objects.order_by("name").values_list("name", flat=True)) == before


def test_what_is_the_databases_fault_is_raised_and_blames_nobody() -> None:
    with pytest.raises(OperationalError):
        tried([1, 2], {1}, OperationalError("the connection is lost"))


def in_the_way() -> OperationalError:
    class Deadlock(Exception):
        sqlstate = "40P01"

    error = OperationalError("deadlock detected")
    error.__cause__ = Deadlock()
    return error


def test_who_was_only_in_the_way_is_left_to_the_next_round() -> None:
    assert tried([1, 2], {1}, in_the_way()) == ([2], [])
