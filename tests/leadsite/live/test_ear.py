"""What the hub reads follows from who listens: nothing for nobody, and all of it for who has just come."""

from collections.abc import Iterator
from typing import Any

import pytest

from leadsite.live import reading
from leadsite.live.ear import Ear
from tests.database.access import lead, owner_connection

pytestmark = pytest.mark.django_db(transaction=True)


def sources(*wanted: bool) -> list[str]:
    """Of what an ear reads after a lead came, when asked so often whether anybody listens."""
    answers: Iterator[bool] = iter(wanted)
    ear = Ear(ignored, ignored, ignored, lambda: next(answers))
    with owner_connection() as link:
        link.autocommit = True
        ear.cursor = reading.now(link)
        lead()
        batch = ear.batch(link)
        assert batch.events is not None
        assert reading.since(link, batch.cursor).events == []
        return [event.source for event in batch.events]


def ignored(*_: Any) -> None:
    pass


def test_what_is_new_is_read_for_readers() -> None:
    assert sources(True) == ["leads"]


def test_it_is_not_read_for_nobody() -> None:
    assert sources(False, False) == []


def test_who_comes_while_the_moment_is_asked_for_misses_nothing() -> None:
    assert sources(False, True) == ["leads"]
