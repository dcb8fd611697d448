"""After every migration: row security on every table, closed to everybody but the web role.

Runs on the signal post_migrate, which `flush` sends too, as whoever is logged in: it touches only what that
role owns, so for the web role it is nothing.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.utils import CursorWrapper

FOLDER = Path(__file__).resolve().parent / "sql"
SECURE = (FOLDER / "secure.sql").read_text(encoding="utf-8")
OPEN = (FOLDER / "data_api_open.sql").read_text(encoding="utf-8")


def after_migrate(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Secure what was just made, and tell the SQL functions where the shop is."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(SECURE)
        if write_shop_settings(cursor):
            # Securing closes everything; in the same transaction, so that an open Data API never flickers.
            cursor.execute(OPEN)


def write_shop_settings(cursor: CursorWrapper) -> bool:
    """Write the one row; whether its Data API is open. No table (migrated back to zero): not open."""
    cursor.execute("select to_regclass('public.shop_settings') is not null")
    if cursor.fetchone() != (True,):
        return False
    cursor.execute(
        """
        insert into shop_settings (id, time_zone, currency) values (1, %s, %s)
        on conflict (id) do update set time_zone = excluded.time_zone, currency = excluded.currency
        returning data_api_open
        """,
        [settings.TIME_ZONE, settings.CURRENCY],
    )
    return cursor.fetchone() == (True,)
