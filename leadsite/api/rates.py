"""How many requests a minute: counted in the database, for all processes and hosts together.

The table is unlogged: a count costs no disk, and a crash of the database forgets a minute. Where it cannot be
counted nobody is refused for it.
"""

import logging
from typing import NamedTuple

from django.db import DatabaseError, InterfaceError, connection
from django.utils.translation import gettext as _

from leadsite.api.problems import Problem

log = logging.getLogger(__name__)

# By the database's clock: hosts need not agree about the time.
COUNT = """
insert into api_request_counts as c (who, minute, requests)
values (%s, date_trunc('minute', now()), 1)
on conflict (who) do update
set requests = case when c.minute = excluded.minute then c.requests + 1 else 1 end, minute = excluded.minute
returning requests, ceil(extract(epoch from minute + interval '1 minute' - now()))::int
"""


class Count(NamedTuple):
    """This one included; `seconds` until the next minute begins."""

    requests: int
    seconds: int


def bound(who: str, most: int) -> None:
    """Count one more. Raises Problem 429 above the most."""
    counted = count(who)
    if counted is not None and counted.requests > most:
        detail = _("Too many requests in a minute. Try again in the next one.")
        headers = {"Retry-After": str(max(1, counted.seconds))}
        raise Problem(429, "too_many_requests", detail, headers=headers)


def count(who: str) -> Count | None:
    try:
        with connection.cursor() as cursor:
            cursor.execute(COUNT, [who])
            return Count(*cursor.fetchone())
    except (DatabaseError, InterfaceError) as error:
        log.warning("a request was not counted: %s", type(error).__name__)
        return None
