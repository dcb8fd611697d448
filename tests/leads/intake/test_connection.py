"""leads.intake.connection: connections that bound what they cost."""

import threading
import time

import psycopg
import pytest
from django.db import connection as django_connection

from leads.intake import connection
from leads.intake.connection import HANGING_CONNECTS, CannotConnect, Connector, Outcome, array
from tests.faults.postgres import Postgres
from tests.faults.proxy import Mode, Proxy
from tests.leads.intake.quotes import quote


def test_records_go_as_they_lie_in_their_files() -> None:
    assert array([b'{"a":1}', b'{"b":2}']) == '[{"a":1},{"b":2}]'


def test_damage_in_a_file_is_left_to_the_database_to_refuse(server: Postgres) -> None:
    session = Connector().connect(2)
    for content in (b"", b"\0\0", b"\xff", b'{"id":"\\u0000"}', b'{"id":"\\ud800"}', b'{"id":"x"}'):
        with pytest.raises(psycopg.DataError) as refusal:
            session.store([content, b"{}"], 1)
        assert refusal.value.sqlstate
    session.close()


def test_a_session_answers_for_each_record(server: Postgres) -> None:
    session = Connector().connect(2)
    records = [quote(), quote()]
    outcomes = session.store([record.to_json() for record in records], 1)
    assert outcomes == {record.id: Outcome(record.id, "stored", None, None) for record in records}
    assert session.is_alive()
    session.close()


def test_a_rehearsal_leaves_nothing(server: Postgres) -> None:
    session = Connector().connect(2)
    session.rehearse(quote().to_json(), 1)
    assert session.is_alive()
    session.close()
    assert server.sql("select count(*) from asked") == [(0,)]


def test_bounds_do_not_outlive_the_transaction(server: Postgres) -> None:
    session = Connector().connect(2)
    session.store([quote().to_json()], 0.25)
    assert session.raw.execute("show statement_timeout").fetchone() == ("0",)
    session.close()


def test_a_session_knows_that_the_server_hung_up(server: Postgres) -> None:
    session = Connector().connect(2)
    assert session.is_alive()
    server.disconnect_everyone()
    time.sleep(0.1)
    assert not session.is_alive()
    session.close()
    assert not session.is_alive()


@pytest.fixture
def mute(server: Postgres, monkeypatch: pytest.MonkeyPatch) -> object:
    proxy = Proxy(("127.0.0.1", server.port))
    proxy.become(Mode.MUTE)
    parameters = {**connection.parameters(), "port": str(proxy.port)}
    monkeypatch.setattr(connection, "parameters", lambda: parameters)
    yield proxy
    proxy.close()


def test_places_are_given_back_where_no_thread_is_to_be_had(
    server: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_left(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    connector = Connector()
    with monkeypatch.context() as exhausted:
        exhausted.setattr(threading.Thread, "start", none_left)
        for _ in range(HANGING_CONNECTS + 1):
            with pytest.raises(RuntimeError, match="thread"):
                connector.connect(2)
    connector.connect(5).close()


def test_nobody_waits_longer_for_a_connection_than_they_chose(mute: Proxy) -> None:
    start = time.monotonic()
    with pytest.raises(CannotConnect, match="no answer in time"):
        Connector().connect(0.2)
    assert 0.19 < time.monotonic() - start < 3


def test_only_so_many_attempts_hang_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    name_server_answers = threading.Event()

    def resolving() -> dict[str, str]:
        name_server_answers.wait(10)
        return {"host": "127.0.0.1", "port": "1"}

    monkeypatch.setattr(connection, "parameters", resolving)
    connector = Connector()
    for _ in range(HANGING_CONNECTS):
        with pytest.raises(CannotConnect, match="no answer in time"):
            connector.connect(0.01)
    with pytest.raises(CannotConnect, match="too many attempts hang"):
        connector.connect(0.01)
    name_server_answers.set()


def test_a_connection_that_comes_too_late_is_closed(
    server: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    parameters, late = connection.parameters(), threading.Event()

    def slowly() -> dict[str, object]:
        late.wait(10)
        return dict(parameters)

    monkeypatch.setattr(connection, "parameters", slowly)
    connector = Connector()
    with pytest.raises(CannotConnect):
        connector.connect(0.05)
    late.set()
    for _ in range(HANGING_CONNECTS):  # all places are free again once it is gone
        assert connector.places.acquire(timeout=5)
    time.sleep(0.1)
    assert server.sql("select count(*) from pg_stat_activity where usename = 'leadsite_web'") == [(0,)]


def test_the_drivers_own_refusal_is_passed_on(nobody_home: None) -> None:
    with pytest.raises(psycopg.OperationalError):
        Connector().connect(2)


def test_the_suites_database_is_the_one_that_django_uses(db: None) -> None:
    assert connection.parameters()["dbname"] == django_connection.settings_dict["NAME"]
