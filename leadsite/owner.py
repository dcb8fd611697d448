"""Acting as the role that owns the tables; the site itself runs as the web role, which has DML only."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection

IDENTITY = ("USER", "PASSWORD", "HOST", "PORT")


def identity(config: dict[str, Any]) -> dict[str, Any]:
    return {key: config.get(key) or "" for key in IDENTITY}


@contextmanager
def acting_as_owner() -> Iterator[None]:
    """Let Django's default connection log in as the owner (MIGRATE_DATABASE_URL) for a while.

    The name of the database stays, so that the suite's own database is reached too.
    """
    before = identity(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(identity(settings.OWNER_DATABASE))
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
