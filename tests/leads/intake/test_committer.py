"""leads.intake.committer: what comes in together is stored together, and nothing is tried twice."""

import psycopg
import pytest

from leads.intake.committer import COMMIT_SECONDS, Job, NotStored
from leads.intake.door import Door
from leads.intake.record import SubmissionRecord
from tests.faults.postgres import Postgres
from tests.leads.intake.quotes import quote


def job(record: SubmissionRecord, in_spool: bool = False) -> Job:
    return Job(record.id, record.to_json(), in_spool)


def spooled(door: Door, record: SubmissionRecord) -> Job:
    door.spool.write(record.id, record.to_json())
    return job(record, in_spool=True)


def asked(server: Postgres) -> int:
    return int(str(server.sql("select count(*) from asked")[0][0]))


def test_what_is_stored_leaves_the_spool(door: Door, server: Postgres) -> None:
    outcome = door.committer.offer(spooled(door, quote())).result(5)
    assert (outcome.outcome, door.spool.waiting()) == ("stored", [])


def test_what_was_known_or_erased_leaves_the_spool_too(door: Door, server: Postgres) -> None:
    for outcome in ("known", "erased"):
        server.sql("truncate says")
        server.sql("insert into says values (%s)", outcome)
        assert door.committer.offer(spooled(door, quote())).result(5).outcome == outcome
    assert door.spool.waiting() == []


def test_what_is_busy_stays_in_the_spool_without_harm(door: Door, server: Postgres) -> None:
    server.sql("insert into says values ('busy')")
    assert door.committer.offer(spooled(door, quote())).result(5).is_done is False
    assert len(door.spool.waiting()) == 1
    assert not door.breaker.is_open


def test_what_waits_together_is_one_transaction(door: Door, server: Postgres) -> None:
    server.sql("alter table asked add column at xid8 default pg_current_xact_id()")
    door.committer.commit([job(quote()) for _ in range(5)])
    assert server.sql("select count(*), count(distinct at) from asked") == [(5, 1)]
    server.sql("alter table asked drop column at")


def test_a_database_that_refuses_opens_the_breaker_and_is_not_asked_again(
    door: Door, nobody_home: None
) -> None:
    with pytest.raises(Exception, match="refused"):
        door.committer.offer(spooled(door, quote())).result(5)
    assert door.breaker.state()["reasons"] == ["OperationalError"]
    with pytest.raises(NotStored, match="the breaker is open"):
        door.committer.offer(job(quote())).result(5)
    assert len(door.spool.waiting()) == 1


def test_a_frozen_server_costs_a_commits_time_and_opens_the_breaker(door: Door, server: Postgres) -> None:
    door.committer.offer(job(quote())).result(5)
    server.freeze()
    with pytest.raises(Exception, match=r"connection|server|SSL|EOF"):
        door.committer.offer(spooled(door, quote())).result(COMMIT_SECONDS + 0.3)
    assert door.breaker.is_open


def test_a_server_that_was_restarted_since_is_connected_to_anew(door: Door, server: Postgres) -> None:
    door.committer.offer(job(quote())).result(5)
    server.kill()
    server.start()
    assert door.committer.offer(job(quote())).result(5).outcome == "stored"
    assert not door.breaker.is_open


REFUSE_BAD = """
create function refuse_bad() returns trigger language plpgsql as $$
begin if new.id = '%s' then raise unique_violation using constraint = 'some_key'; end if; return new; end $$;
create trigger refuse before insert on asked for each row execute function refuse_bad()
"""


def test_a_bad_record_keeps_the_breaker_closed_and_the_others_have_their_files(
    door: Door, server: Postgres
) -> None:
    bad, good = quote(), quote()
    server.sql(REFUSE_BAD % bad.id)
    try:
        results = door.committer.commit([spooled(door, bad), spooled(door, good)])
        assert [type(result).__name__ for result in results] == ["UniqueViolation", "UniqueViolation"]
        assert not door.breaker.is_open
        assert len(door.spool.waiting()) == 2
        assert asked(server) == 0
    finally:
        server.sql("drop function refuse_bad cascade")


def test_a_record_without_a_file_is_stored_beside_a_bad_one(door: Door, server: Postgres) -> None:
    bad, good = quote(), quote()
    server.sql(REFUSE_BAD % bad.id)
    try:
        refused, stored = door.committer.commit([job(bad), job(good)])
        assert isinstance(refused, Exception)
        assert not isinstance(stored, Exception)
        assert stored.outcome == "stored"
    finally:
        server.sql("drop function refuse_bad cascade")


def test_a_connection_that_fails_after_it_was_replaced_says_nothing_about_the_new_one(
    door: Door, server: Postgres
) -> None:
    """The sweeper closes the connection of a hanging commit once it has proved that the database is well."""
    committer = door.committer
    committer.warm_up(5)
    old = committer.session
    assert old is not None
    committer.warm_up(5)
    (result,) = committer.failed([job(quote())], old, psycopg.OperationalError("closed"))
    assert isinstance(result, psycopg.OperationalError)
    assert not door.breaker.is_open
    assert committer.session is not None
    assert committer.session.is_alive()
