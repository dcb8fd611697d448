"""An intake of the test's own: real files, real threads, real connections."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from leads.intake import connection
from leads.intake.door import Door
from leads.intake.spool import Spool
from tests.faults.postgres import Postgres


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool")


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """Not swept: a test that wants the sweeper says `door.wake()` or `door.sweeper.tick()`."""
    door = Door(tmp_path / "spool", ceiling=1000)
    yield door
    door.stop()


# Says `stored` for whatever it gets and notes that it was asked; what `says` holds decides otherwise.
STAND_IN = """
create table asked (id uuid);
create table says (outcome text);
create function store_submissions(records jsonb)
returns table (id uuid, outcome text, lead_id uuid, kind text) language plpgsql as $$
begin
    insert into asked select (value ->> 'id')::uuid from jsonb_array_elements(records);
    return query select (value ->> 'id')::uuid, coalesce((select s.outcome from says s), 'stored'), null::uuid, null::text
                 from jsonb_array_elements(records);
end $$;
grant all on asked, says to leadsite_web;
"""


@pytest.fixture(scope="session")
def own_server() -> Iterator[Postgres]:
    """A PostgreSQL that a test may freeze and kill, with a stand-in for the function of the intake."""
    server = Postgres(fsync="off")
    try:
        server.sql(STAND_IN)
        yield server
    finally:
        server.remove()


@pytest.fixture
def server(own_server: Postgres, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postgres]:
    """The intake's connections lead to it for the length of a test."""
    url = psycopg.conninfo.conninfo_to_dict(own_server.url("leadsite_web", "127.0.0.1", own_server.port))
    monkeypatch.setattr(connection, "parameters", lambda: {**url, "connect_timeout": 2})
    own_server.sql("truncate asked, says")
    yield own_server
    own_server.thaw()


@pytest.fixture
def nobody_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database refuses connections."""
    monkeypatch.setattr(
        connection, "parameters", lambda: {"host": "127.0.0.1", "port": "1", "dbname": "none"}
    )
