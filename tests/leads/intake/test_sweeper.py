"""leads.intake.sweeper: what waits comes in, oldest first, and what is bad holds nobody up."""

import os
import time
from collections.abc import Iterator
from uuid import UUID

import pytest

from leads.intake import spool
from leads.intake import sweeper as sweeping
from leads.intake.door import Door
from leads.intake.record import SubmissionRecord
from leads.intake.sweeper import FAILURES_BEFORE_PARKING
from leadsite.keys import new_id
from tests.faults.postgres import Postgres
from tests.leads.intake.quotes import quote


def spooled(door: Door, count: int = 1, *, age: float = 60) -> list[SubmissionRecord]:
    records = [quote() for _ in range(count)]
    for number, record in enumerate(records):
        door.spool.write(record.id, record.to_json())
        written_at = time.time() - age + number / 1000
        os.utime(door.spool.path(record.id), (written_at, written_at))
    return records


def asked(server: Postgres) -> list[UUID]:
    return [UUID(str(row[0])) for row in server.sql("select id from asked order by ctid")]


def parked(door: Door) -> list[UUID]:
    return door.spool.parked_ids()


@pytest.fixture(autouse=True)
def patient_with_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that is busy with other tests is no disk that hangs."""
    monkeypatch.setattr(spool, "WRITE_SECONDS", 5.0)


@pytest.fixture
def refusing(server: Postgres) -> Iterator[Postgres]:
    """Refuses, with the SQLSTATE that `refuses` holds, any transaction that holds one of its ids."""
    server.sql("create table refuses (id uuid, state text); grant select on refuses to leadsite_web")
    server.sql(
        """
        create function refuse() returns trigger language plpgsql as $$
        declare state text;
        begin
            select r.state into state from refuses r where r.id = new.id;
            if found then raise exception using errcode = state; end if;
            return new;
        end $$;
        create trigger refuse before insert on asked for each row execute function refuse()
        """
    )
    yield server
    server.sql("drop function refuse cascade")
    server.sql("drop table refuses")


def refuse(server: Postgres, record: SubmissionRecord, state: str = "23505") -> None:
    server.sql("insert into refuses values (%s, %s)", record.id, state)


def test_what_waits_comes_in_oldest_first(door: Door, server: Postgres) -> None:
    records = spooled(door, 7)
    door.sweeper.tick()
    assert asked(server) == [record.id for record in records]
    assert door.spool.waiting() == []


def test_transactions_begin_small_and_grow(
    door: Door, server: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    drain = door.sweeper.drain
    monkeypatch.setattr(door.sweeper, "drain", lambda ids: [sizes.append(len(ids)), drain(ids)][1])
    monkeypatch.setattr(sweeping, "BATCH", 10)
    spooled(door, 40)
    door.sweeper.tick()
    assert sizes == [1, 4, 10, 10, 10, 5]


def test_what_a_committer_has_in_hand_is_left_to_it(door: Door, server: Postgres) -> None:
    spooled(door, age=0)
    door.sweeper.tick()
    assert asked(server) == []
    time.sleep(1.1)
    door.sweeper.tick()
    assert len(asked(server)) == 1


def test_a_busy_record_rests_while_the_others_go(door: Door, server: Postgres) -> None:
    server.sql("insert into says values ('busy')")
    (record,) = spooled(door)
    door.sweeper.tick()
    door.sweeper.tick()
    assert asked(server) == [record.id]
    server.sql("truncate says")
    time.sleep(0.6)
    door.sweeper.tick()
    assert door.spool.waiting() == []


def test_the_others_of_its_batch_go_without_a_bad_record(door: Door, refusing: Postgres) -> None:
    records = spooled(door, 9)
    refuse(refusing, records[5])
    door.sweeper.tick()
    assert set(asked(refusing)) == {record.id for record in records} - {records[5].id}
    assert [found.id for found in door.spool.waiting()] == [records[5].id]
    assert not door.breaker.is_open


def swept_often(door: Door, times: int) -> None:
    for _ in range(times):
        door.sweeper.resting.until.clear()  # no test waits for the pauses
        door.sweeper.tick()


@pytest.mark.parametrize("state", ["23505", "22001", "22P05", "23514"])
def test_a_record_that_failed_alone_five_times_is_parked(door: Door, refusing: Postgres, state: str) -> None:
    (bad,) = spooled(door)
    refuse(refusing, bad, state)
    swept_often(door, FAILURES_BEFORE_PARKING - 1)
    assert parked(door) == []
    swept_often(door, 1)
    assert parked(door) == [bad.id]
    assert state in door.spool.last_failure(bad.id)


@pytest.mark.parametrize(
    "state",
    [
        "08006",
        "25006",
        "28P01",
        "3D000",
        "40P01",
        "42P01",
        "53300",
        "54000",
        "55P03",
        "57014",
        "58030",
        "XX000",
    ],
)
def test_a_failure_of_the_system_parks_nothing_however_often(
    door: Door, refusing: Postgres, state: str
) -> None:
    (record,) = spooled(door)
    refuse(refusing, record, state)
    swept_often(door, FAILURES_BEFORE_PARKING + 2)
    assert (parked(door), door.spool.failures(record.id)) == ([], 0)
    assert door.breaker.state()["times_opened"] > 0
    refusing.sql("truncate refuses")
    swept_often(door, 1)
    assert door.spool.waiting() == []


def test_a_rule_that_every_record_breaks_parks_none(door: Door, server: Postgres) -> None:
    """A migration that went wrong refuses good quotes with the SQLSTATE of bad ones."""
    server.sql("alter table asked add constraint none_fits check (false) not valid")
    (record,) = spooled(door)
    swept_often(door, FAILURES_BEFORE_PARKING + 2)
    assert parked(door) == []
    server.sql("alter table asked drop constraint none_fits")
    swept_often(door, 2)
    assert asked(server) == [record.id]


def test_failures_are_remembered_by_the_next_process(door: Door, refusing: Postgres) -> None:
    (bad,) = spooled(door)
    refuse(refusing, bad)
    swept_often(door, FAILURES_BEFORE_PARKING - 1)
    successor = Door(door.folder, ceiling=1000)
    swept_often(successor, 1)
    successor.stop()
    assert parked(door) == [bad.id]


def test_a_record_that_upsets_the_system_does_not_keep_the_others_out(door: Door, refusing: Postgres) -> None:
    records = spooled(door, 3)
    refuse(refusing, records[0], "54000")
    door.sweeper.tick()  # meets it, opens the breaker
    door.sweeper.tick()  # rehearses, closes it, begins with another
    assert asked(refusing) == [records[1].id, records[2].id]


def test_a_damaged_file_is_parked_and_the_others_go(door: Door, server: Postgres) -> None:
    (record,) = spooled(door)
    damaged = new_id()
    door.spool.write(damaged, b"\0" * 20)
    os.utime(door.spool.path(damaged), (0, 0))
    swept_often(door, FAILURES_BEFORE_PARKING)
    assert parked(door) == [damaged]
    assert record.id in asked(server)


def test_a_file_under_another_submissions_name_is_parked(door: Door, server: Postgres) -> None:
    (record,) = spooled(door)
    stranger = new_id()
    door.spool.path(record.id).rename(door.spool.path(stranger))
    swept_often(door, FAILURES_BEFORE_PARKING)
    assert (parked(door), door.spool.last_failure(stranger)) == ([stranger], "no outcome")


def test_a_disk_that_lets_no_file_go_does_not_keep_the_others_out(
    door: Door, server: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    spooled(door, 3)
    monkeypatch.setattr(door.spool, "remove", lambda key: False)
    door.sweeper.tick()
    door.sweeper.tick()
    assert len(asked(server)) == 3


def test_it_leaves_the_database_alone_while_that_is_away(door: Door, nobody_home: None) -> None:
    (record,) = spooled(door)
    door.sweeper.tick()
    assert door.breaker.is_open
    door.sweeper.tick()
    assert [found.id for found in door.spool.waiting()] == [record.id]


def test_it_closes_the_breaker_once_a_quote_could_be_stored(door: Door, server: Postgres) -> None:
    door.breaker.open("late commit")
    server.sql("alter table asked rename to moved")
    door.sweeper.tick()
    assert door.breaker.is_open
    server.sql("alter table moved rename to asked")
    door.sweeper.tick()
    assert not door.breaker.is_open
    assert asked(server) == []  # the rehearsal left nothing
    assert door.committer.session is not None
    assert door.committer.session.is_alive()


def test_a_read_only_database_is_not_taken_for_a_healthy_one(door: Door, server: Postgres) -> None:
    door.breaker.open("late commit")
    server.sql("alter role leadsite_web set default_transaction_read_only = on", database="postgres")
    try:
        door.sweeper.tick()
        assert door.breaker.is_open
    finally:
        server.sql("alter role leadsite_web reset default_transaction_read_only", database="postgres")


def test_two_sweepers_do_not_sweep_at_once(door: Door, server: Postgres) -> None:
    spooled(door)
    with Door(door.folder, ceiling=1).sweeper.lock.held():
        door.sweeper.tick()
    assert len(door.spool.waiting()) == 1


def test_the_thread_outlives_a_spool_that_cannot_be_read(
    door: Door, server: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    tick, calls = door.sweeper.tick, iter([OSError("gone"), OSError("gone"), None])

    def failing() -> None:
        error = next(calls, None)
        if error:
            raise error
        tick()

    monkeypatch.setattr(door.sweeper, "tick", failing)
    monkeypatch.setattr(sweeping, "TICK_SECONDS", 0.01)
    spooled(door)
    door.wake()
    end = time.monotonic() + 5
    while door.spool.waiting() and time.monotonic() < end:
        time.sleep(0.01)
    assert door.spool.waiting() == []


def test_the_thread_outlives_a_disk_that_fails_as_it_starts(
    door: Door, server: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean, failures = door.spool.remove_leftovers, [OSError("input/output error")]

    def remove_leftovers() -> None:
        if failures:
            raise failures.pop()
        clean()

    monkeypatch.setattr(door.spool, "remove_leftovers", remove_leftovers)
    spooled(door)
    door.wake()
    end = time.monotonic() + 5
    while door.spool.waiting() and time.monotonic() < end:
        time.sleep(0.05)
    assert door.spool.waiting() == []
