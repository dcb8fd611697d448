"""One hub for a file of tests: it takes seconds to start, and nothing of a test stays in it."""

from collections.abc import Callable, Iterator
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from leadsite.accounts.models import User
from tests.database.access import run
from tests.leadsite.live.hubs import HubProcess, Stream

Listen = Callable[..., Stream]


@pytest.fixture(scope="module")
def hub(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    """Salespeople see their own leads and nobody's there."""
    place = connection.settings_dict
    secret = f":{quote(place['PASSWORD'], safe='')}" if place["PASSWORD"] else ""
    host = quote(place["HOST"], safe="")
    address = f"postgres://{place['USER']}{secret}@{host}:{place['PORT']}/{place['NAME']}"
    found = HubProcess(tmp_path_factory.mktemp("hub"), address, SALES_SEE="own")
    yield found
    found.close()


def session(user: User) -> str:
    client = Client()
    client.force_login(user)
    return str(client.cookies["sessionid"].value)


def mark() -> str:
    """Something that everybody is told: a lead of nobody is gone, which never was."""
    key = str(uuid4())
    run(
        "insert into live_events (source, change, lead_ids, former_owners)"
        " values ('leads', 'DELETE', array[%s]::uuid[], array[null]::text[])",
        key,
    )
    run("select pg_notify('live', '')")
    return key


@pytest.fixture
def listen(hub: HubProcess, transactional_db: None) -> Iterator[Listen]:
    """`listen(user)` opens a stream and reads it up to the point where the reader knows everything.

    What happened just before may be told twice: with what was missed, and when the hub looks the next time.
    """
    streams: list[Stream] = []

    def listen(user: User | None, *, key: str = "", **asked: object) -> Stream:
        stream = Stream(hub, key or (session(user) if user else ""), **asked)  # type: ignore[arg-type]
        streams.append(stream)
        if stream.status == 200:
            stream.missed = stream.until("ready")
            key = mark()
            for other in streams:
                if other.status == 200:
                    other.skip_to(key)
        return stream

    yield listen
    for stream in streams:
        stream.close()
