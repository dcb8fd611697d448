"""What is new since a cursor, by the database's own numbers of transactions."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from leadsite.live import reading
from leadsite.live.cursors import Cursor
from tests.database.access import lead, owner_connection

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def link() -> Iterator["psycopg.Connection[Any]"]:
    with owner_connection() as link:
        link.autocommit = True
        yield link


def sources(link: "psycopg.Connection[Any]", cursor: Cursor, *, fell: bool) -> list[str]:
    batch = reading.since(link, cursor, fell=fell)
    assert batch.events is not None
    return [event.source for event in batch.events]


def ahead(cursor: Cursor, seconds: int = 0) -> Cursor:
    """As taken before the server fell, and gave out the same numbers once more."""
    number = int(cursor.snapshot.split(":")[1]) + 1_000
    return Cursor(cursor.at + seconds, f"{number}:{number}:")


@pytest.mark.parametrize("fell", [False, True])
def test_what_is_committed_after_a_cursor_is_new(link: "psycopg.Connection[Any]", fell: bool) -> None:
    cursor = reading.now(link)
    lead()
    assert sources(link, cursor, fell=fell) == ["leads"]


def test_numbers_that_a_fallen_server_gives_out_again_are_not_taken_for_seen(
    link: "psycopg.Connection[Any]",
) -> None:
    cursor = ahead(reading.now(link))
    lead()
    assert sources(link, cursor, fell=False) == []
    assert sources(link, cursor, fell=True) == ["leads"]


def test_what_was_noted_before_the_cursor_is_not_told_again(link: "psycopg.Connection[Any]") -> None:
    lead()
    assert sources(link, ahead(reading.now(link), seconds=60), fell=True) == []
