"""leads.intake: the door itself. Whatever is broken, the quote is kept and the customer is not held up."""

import errno
import os
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection as django_connection
from pytest_django.fixtures import Settings

from leads import intake
from leads.intake import Receipt, last_resort
from leads.intake.committer import Job
from leads.intake.connection import Outcome
from leads.intake.door import Door
from leads.intake.record import SubmissionRecord
from leads.models import Lead, Submission
from tests.faults.postgres import Postgres
from tests.leads.intake.quotes import quote

STORED, SPOOLED = Receipt(None, "database"), Receipt("db_down", "spool")
BOUND = 0.6


def submitted(door: Door, record: SubmissionRecord | None = None) -> tuple[Receipt, float]:
    start = time.monotonic()
    receipt = door.submit(record or quote())
    return receipt, time.monotonic() - start


def asked(server: Postgres) -> int:
    return int(str(server.sql("select count(*) from asked")[0][0]))


def offered(door: Door, quotes: int) -> list[UUID]:
    """What the committer is asked to store while so many quotes come in: nobody waits without asking."""
    asked: list[UUID] = []
    offer = door.committer.offer

    def note(job: Job) -> "Future[Outcome]":
        asked.append(job.id)
        return offer(job)

    door.committer.offer = note  # type: ignore[method-assign]  # this door's own, for as long as it is watched
    for _ in range(quotes):
        door.submit(quote())
    door.committer.offer = offer  # type: ignore[method-assign]
    return asked


def until(holds: "threading.Event | object", seconds: float = 8) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():  # type: ignore[operator]
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that is busy with other tests is no database that is late."""
    monkeypatch.setattr(sys.modules[Door.__module__], "PATIENCE_SECONDS", 5.0)


# --- all is well ------------------------------------------------------------
def test_a_quote_is_in_the_database_when_the_customer_goes_on(
    door: Door, server: Postgres, unhurried: None
) -> None:
    assert submitted(door)[0] == STORED
    assert (asked(server), door.spool.waiting()) == (1, [])


def test_many_at_once_are_all_stored(door: Door, server: Postgres, unhurried: None) -> None:
    receipts: list[Receipt] = []
    threads = [threading.Thread(target=lambda: receipts.append(door.submit(quote()))) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert receipts == [STORED] * 30
    assert asked(server) == 30


def test_a_busy_person_waits_in_the_spool_without_alarm(
    door: Door, server: Postgres, unhurried: None
) -> None:
    server.sql("insert into says values ('busy')")
    assert submitted(door)[0] == Receipt(None, "spool")
    assert not door.breaker.is_open


# --- the database is away ----------------------------------------------------
def test_a_refusing_database_costs_one_customer_a_moment_and_the_next_nothing(
    door: Door, nobody_home: None
) -> None:
    assert submitted(door)[0] == SPOOLED
    assert offered(door, 3) == []
    assert len(door.spool.waiting()) == 4


def test_a_frozen_database_costs_at_most_its_wait_and_then_nothing(door: Door, server: Postgres) -> None:
    submitted(door)
    server.freeze()
    receipt, seconds = submitted(door)
    assert (receipt, seconds < BOUND) == (SPOOLED, True)
    assert offered(door, 20) == []


def test_what_came_in_meanwhile_is_stored_once_the_database_thaws(door: Door, server: Postgres) -> None:
    door.wake()
    submitted(door)
    server.freeze()
    for _ in range(5):
        submitted(door)
    server.thaw()
    assert until(lambda: not door.spool.waiting() and not door.breaker.is_open)
    assert server.sql("select count(distinct id) from asked") == [(6,)]
    assert submitted(door)[0] == STORED


def test_a_locked_table_opens_the_breaker_within_the_bound(door: Door, server: Postgres) -> None:
    door.wake()
    submitted(door)
    with server.session() as other:
        other.execute("lock table asked in access exclusive mode")
        receipt, seconds = submitted(door)
        assert (receipt, seconds < BOUND) == (SPOOLED, True)
        time.sleep(1)  # the sweeper has probed meanwhile, in vain
        assert offered(door, 10) == []
    assert until(lambda: not door.spool.waiting() and not door.breaker.is_open)


def test_a_killed_database_is_found_again_when_it_is_back(door: Door, server: Postgres) -> None:
    door.wake()
    submitted(door)
    server.kill()
    assert submitted(door)[0] == SPOOLED
    server.start()
    assert until(lambda: not door.spool.waiting() and not door.breaker.is_open)
    assert submitted(door)[0] == STORED


# --- the disk is broken --------------------------------------------------------
@pytest.fixture
def no_space(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(door.spool, "write_temporary", full)


def test_a_full_disk_leads_straight_to_the_database(door: Door, server: Postgres, no_space: None) -> None:
    assert submitted(door)[0] == STORED
    assert asked(server) == 1
    assert door.status().writable is False


def test_a_person_who_is_busy_is_asked_about_again_while_there_is_time(
    door: Door, server: Postgres, no_space: None
) -> None:
    server.sql("insert into says values ('busy')")
    threading.Timer(0.15, server.sql, ["truncate says"]).start()
    receipt, seconds = submitted(door)
    assert (receipt, seconds < BOUND) == (STORED, True)


def test_with_disk_and_database_gone_the_log_keeps_the_quote(
    door: Door, nobody_home: None, no_space: None, capfd: pytest.CaptureFixture[str]
) -> None:
    record = quote()
    receipt, seconds = submitted(door, record)
    assert (receipt, seconds < BOUND) == (Receipt("db_down", "log"), True)
    (line,) = [line for line in capfd.readouterr().err.splitlines() if last_resort.PREFIX in line]
    assert last_resort.read(line) == record.to_json()
    assert door.find(record.id) == record
    assert door.status().lines == 1
    assert offered(door, 10) == []


def test_with_disk_and_database_gone_quotes_come_in_by_themselves_once_the_database_is_back(
    door: Door, server: Postgres, no_space: None, capfd: pytest.CaptureFixture[str]
) -> None:
    door.wake()
    submitted(door)
    server.kill()
    receipts = [submitted(door)[0] for _ in range(3)]
    assert receipts == [Receipt("db_down", "log")] * 3
    assert door.status().pending == 3
    server.start()
    assert until(lambda: door.status().pending == 0)
    assert server.sql("select count(distinct id) from asked") == [(4,)]
    assert capfd.readouterr().err.count(last_resort.PREFIX) == 3


def test_a_disk_and_a_database_that_both_hang_stay_within_the_bound(
    door: Door, server: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    submitted(door)
    server.freeze()
    released = threading.Event()
    monkeypatch.setattr(os, "fsync", lambda descriptor: released.wait(10))
    receipt, seconds = submitted(door)
    released.set()
    assert (receipt, seconds < BOUND) == (Receipt("db_down", "log"), True)


def test_with_everything_gone_the_customer_goes_on_and_health_knows(
    door: Door, nobody_home: None, no_space: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(last_resort, "write", lambda content: False)
    assert submitted(door)[0] == Receipt("db_down", "nowhere")
    assert door.status().lost == 1


# --- too much of it -------------------------------------------------------------
@pytest.fixture
def full_door(door: Door, nobody_home: None) -> Door:
    door.breaker.open("away")
    door.ceiling = 2
    for _ in range(2):
        door.submit(quote())
    return door


def test_above_the_ceiling_suspects_are_counted_and_not_kept(full_door: Door) -> None:
    assert submitted(full_door, quote(suspect="flood"))[0] == Receipt("db_down", "counted")
    assert (len(full_door.spool.waiting()), full_door.status().suspects_counted) == (2, 1)


def test_above_the_ceiling_customers_are_kept_all_the_same(full_door: Door) -> None:
    assert submitted(full_door)[0] == SPOOLED
    assert len(full_door.spool.waiting()) == 3


def test_above_the_ceiling_the_last_of_the_disk_is_left_alone(
    full_door: Door, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(full_door.survey, "disk_is_nearly_full", lambda: True)
    assert submitted(full_door)[0] == Receipt("db_down", "log")
    assert last_resort.PREFIX in capfd.readouterr().err


def test_the_ceiling_is_said_once_in_the_log_and_all_the_time_in_health(
    full_door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    full_door.complain("2 wait already")
    caplog.clear()
    for _ in range(3):
        full_door.submit(quote())
    assert [line for line in caplog.messages if "wait already" in line] == []
    assert full_door.status().writable is False


# --- the process's own door -----------------------------------------------------
@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.SPOOL_DIR = tmp_path / "spool"
    yield
    intake.stop()


def test_a_quote_that_waits_can_be_found(own: None, nobody_home: None) -> None:
    record = quote()
    assert intake.submit(record) == SPOOLED
    assert intake.find(record.id) == record
    assert until(lambda: intake.status().pending == 1)  # counting is rationed
    status = intake.status()
    assert status.breaker["state"] == "open"
    assert 0 <= (status.oldest_age_seconds or 0) < 5


def test_another_folder_is_another_door(
    own: None, nobody_home: None, settings: Settings, tmp_path: Path
) -> None:
    intake.submit(quote())
    settings.SPOOL_DIR = tmp_path / "elsewhere"
    assert intake.status().pending == 0


@pytest.mark.django_db(transaction=True)
def test_the_whole_way_ends_in_the_tables(own: None, unhurried: None) -> None:
    record = quote()
    assert intake.submit(record) == STORED
    assert intake.submit(record) == STORED
    assert (Lead.objects.get().id, Submission.objects.get().id) == (record.id, record.id)


@pytest.mark.django_db(transaction=True)
def test_a_quote_sent_many_times_at_once_is_stored_once(own: None) -> None:
    record = quote()
    threads = [threading.Thread(target=intake.submit, args=(record,)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert until(lambda: intake.status().pending == 0)
    assert (Submission.objects.get().id, Lead.objects.get().id) == (record.id, record.id)


@pytest.mark.django_db(transaction=True)
def test_the_request_thread_never_asks_the_database(own: None, unhurried: None) -> None:
    def refuse(*args: object) -> None:
        raise AssertionError("the request thread asked the database")

    with django_connection.execute_wrapper(refuse):
        assert intake.submit(quote()) == STORED
        intake.status()


@pytest.mark.django_db(transaction=True)
def test_what_an_earlier_process_left_is_brought_in_by_waking(own: None, settings: Settings) -> None:
    earlier = Door(Path(settings.SPOOL_DIR), ceiling=10)
    record = quote()
    earlier.spool.write(record.id, record.to_json())
    intake.wake()
    assert until(lambda: not earlier.spool.waiting())
    assert Submission.objects.get().id == record.id
