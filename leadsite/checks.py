"""Rules across settings, checked at every start; those that need the database run when it is there."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import OperationalError, connection

from leadsite import filesystems

DEMO_NUMBER = "12025550123"


@register()
def spool_survives(**kwargs: Any) -> list[CheckMessage]:
    """Acknowledged while the database is down means: on this disk. A disk that forgets would lose quotes."""
    if settings.EMBEDDED or settings.SPOOL_EPHEMERAL_OK or not filesystems.is_ephemeral(settings.SPOOL_DIR):
        return []
    text = f"The spool in {settings.SPOOL_DIR} is on a disk that a restart may empty."
    hint = "Put DATA_DIR on a lasting volume, or set SPOOL_EPHEMERAL_OK=yes to accept the loss."
    return [Error(text, hint=hint, id="leadsite.E001")]


@register()
def secret_key_is_long(**kwargs: Any) -> list[CheckMessage]:
    if settings.DEBUG or len(settings.SECRET_KEY) >= 32:
        return []
    return [Error("SECRET_KEY has fewer than 32 characters.", id="leadsite.E002")]


@register()
def whatsapp_number_is_the_shops(**kwargs: Any) -> list[CheckMessage]:
    if settings.WHATSAPP_NUMBER != DEMO_NUMBER:
        return []
    text = "WHATSAPP_NUMBER is the demo number: quotes reach nobody."
    return [Warning(text, hint="Set it to the shop's own number.", id="leadsite.W001")]


@register()
def cookies_are_safe(**kwargs: Any) -> list[CheckMessage]:
    if settings.DEBUG or settings.SECURE_COOKIES or settings.EMBEDDED:
        return []
    text = "SECURE_COOKIES is off: whoever listens on the line can take over a staff session."
    return [Warning(text, hint="Serve the site by HTTPS and set SECURE_COOKIES=yes.", id="leadsite.W002")]


@register(Tags.database)
def database_keeps_what_it_says(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """A commit that returns before it is on disk would turn an acknowledged quote into a lost one."""
    if not databases:
        return []
    try:
        facts = database_facts()
    except OperationalError:
        return []  # away: this check runs again when it is back, and the form serves meanwhile
    found: list[CheckMessage] = []
    if facts["synchronous_commit"] == "off":
        found.append(Error("The database runs with synchronous_commit=off.", id="leadsite.E003"))
    if facts["fsync"] == "off" and not settings.DEBUG:
        found.append(Error("The database runs with fsync=off.", id="leadsite.E004"))
    if facts["statement_timeout"] == "0":
        text = (
            f"{facts['current_user']} has no statement_timeout: one slow page can hold a connection for ever."
        )
        found.append(Warning(text, hint="docs/deploy.md has the three lines.", id="leadsite.W004"))
    if facts["owns_tables"]:
        text = (
            f"The site logs in as {facts['current_user']}, who owns the tables: row level security is void."
        )
        hint = "Let DATABASE_URL log in as leadsite_web and MIGRATE_DATABASE_URL as the owner."
        found.append(Warning(text, hint=hint, id="leadsite.W003"))
    return found


def database_facts() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select current_setting('synchronous_commit') as synchronous_commit,
                   current_setting('fsync') as fsync,
                   current_setting('statement_timeout') as statement_timeout,
                   current_user::text as current_user,
                   exists (
                       select from pg_tables where tablename = 'leads' and tableowner = current_user
                   ) as owns_tables
            """
        )
        names = [column.name for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True))
