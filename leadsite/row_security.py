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
# Also false where the policies' functions are not there: migrated back to before them.
IS_OWNER = """
    exists (
        select from pg_proc
        where oid = to_regprocedure('public.accepts_anonymous_child(uuid)')
          and pg_get_userbyid(proowner) = current_user
    )
"""
OPEN_DATA_API = (FOLDER / "data_api_open.sql").read_text(encoding="utf-8")


def after_migrate(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Secure what was just made, and tell the SQL functions where the shop is."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(SECURE)
        if holds(cursor, "to_regclass('public.shop_settings') is not null"):
            write_shop_settings(cursor)
            reopen_data_api(cursor)


def write_shop_settings(cursor: CursorWrapper) -> None:
    cursor.execute(
        """
        insert into shop_settings (id, time_zone, currency) values (1, %s, %s)
        on conflict (id) do update set time_zone = excluded.time_zone, currency = excluded.currency
        """,
        [settings.TIME_ZONE, settings.CURRENCY],
    )


def reopen_data_api(cursor: CursorWrapper) -> None:
    """Securing closed everything; in the same transaction, so that an open Data API never flickers."""
    if holds(cursor, IS_OWNER) and holds(cursor, "(select data_api_open from shop_settings)"):
        cursor.execute(OPEN_DATA_API)


def set_data_api(*, opened: bool) -> None:
    """Give the grants of the Data API, or take them away; the choice outlives the next migration."""
    with transaction.atomic(), connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        write_shop_settings(cursor)
        cursor.execute("update shop_settings set data_api_open = %s", [opened])
        cursor.execute(SECURE)
        reopen_data_api(cursor)


def holds(cursor: CursorWrapper, condition: str) -> bool:
    cursor.execute(f"select {condition}")
    return bool(cursor.fetchone() == (True,))
