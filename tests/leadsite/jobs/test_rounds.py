"""A duty is done again and again, whatever it raises."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime

import psycopg
import pytest
from django.db import OperationalError, connection

from leadsite.jobs import back_off
from leadsite.jobs.duties import DUTIES, Duty, duty
from leadsite.jobs.models import DutyBeat
from leadsite.jobs.rounds import Rounds
from tests.database.access import owner_connection
from tests.database.access import run as query
from tests.leadsite.jobs.workers import eventually

pytestmark = pytest.mark.django_db(transaction=True)


class Counted:
    """A duty that does what it is told, round by round: raise, or say whether there is more."""

    def __init__(self, *deeds: Exception | bool) -> None:
        self.deeds = list(deeds)
        self.rounds = 0

    def __call__(self, now: datetime) -> bool:
        self.rounds += 1
        deed = self.deeds.pop(0) if self.deeds else False
        if isinstance(deed, Exception):
            raise deed
        return deed


Run = Callable[..., Rounds]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    monkeypatch.setattr(back_off, "seconds_after", lambda failures: 0.01)
    ending, started = threading.Event(), []

    def start(deed: Counted, every: float, rest: float = 0.0) -> Rounds:
        duty = Duty("counted", "Counted", deed, every=every, channel="", seconds=5.0, rest=rest)
        rounds = Rounds(duty, ending)
        started.append(rounds)
        rounds.start()
        return rounds

    yield start
    ending.set()
    for rounds in started:
        rounds.wake()
        rounds.join(5)


def test_it_is_done_at_the_start_and_then_at_its_pace(run: Run) -> None:
    deed = Counted()
    run(deed, 0.05)
    eventually(lambda: deed.rounds >= 3)


def test_it_is_done_at_once_when_it_is_wakened(run: Run) -> None:
    deed = Counted()
    rounds = run(deed, 60.0)
    eventually(lambda: deed.rounds == 1)
    rounds.wake()
    eventually(lambda: deed.rounds == 2)  # before its minute is over


def test_it_is_done_again_at_once_while_there_is_more(run: Run) -> None:
    deed = Counted(True, True, True)
    run(deed, 60.0)
    eventually(lambda: deed.rounds == 4)


def test_notices_that_come_while_it_rests_are_answered_by_one_round(run: Run) -> None:
    deed = Counted()
    rounds = run(deed, 60.0, rest=0.2)
    eventually(lambda: deed.rounds == 1)
    for _ in range(5):
        rounds.wake()
    eventually(lambda: deed.rounds == 2)
    time.sleep(0.5)
    assert deed.rounds == 2


def test_it_rests_also_where_there_is_more(run: Run) -> None:
    deed = Counted(*[True] * 1_000)
    run(deed, 60.0, rest=60.0)
    eventually(lambda: deed.rounds == 1)
    time.sleep(0.2)
    assert deed.rounds == 1


def test_errors_do_not_end_it_and_are_told(run: Run) -> None:
    deed = Counted(OperationalError("gone"), ValueError("odd"))
    run(deed, 60.0)
    eventually(lambda: deed.rounds == 3)
    eventually(lambda: DutyBeat.objects.filter(name="counted", failing_since=None, error="").exists())


def test_a_duty_that_fails_says_since_when(run: Run) -> None:
    run(Counted(*[ValueError("odd")] * 10_000), 60.0)
    eventually(lambda: DutyBeat.objects.filter(error="ValueError: odd", beat_at=None).exists())


def test_two_duties_of_one_name_are_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DUTIES, "taken", Duty("taken", "Taken", bool, every=1.0, channel="", seconds=1.0))
    with pytest.raises(ValueError, match="two duties are called taken"):
        duty("taken", title="Another", every=1.0)(lambda now: None)


LOCK = 7411  # of nobody else


def test_a_round_that_waits_for_ever_is_cut_off() -> None:
    def wait(now: datetime) -> bool:
        query("select pg_advisory_lock(%s)", LOCK)
        return False

    rounds = Rounds(Duty("slow", "Slow", wait, every=60.0, channel="", seconds=0.3), threading.Event())
    with owner_connection() as other:
        other.execute("select pg_advisory_lock(%s)", [LOCK])
        with pytest.raises(OperationalError) as caught:
            rounds.make_one()
    # Ended from here: what the server itself ends, by its own time limit, has a code.
    assert isinstance(caught.value.__cause__, psycopg.Error)
    assert caught.value.__cause__.sqlstate is None
    connection.close()
    # The server does not notice before it has the lock.
    eventually(lambda: query("select from pg_locks where locktype = 'advisory' and objid = %s", LOCK) == [])
