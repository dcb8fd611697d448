"""Whose turn it is: of each lead the first that waits, and of each program as many as of any other.

A look costs the same however much waits for a program that is down: no more than LOOKED_AT rows of each, and
what is behind a failed one is not among them.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

LOOKED_AT = 1_000

NEXT = """
select turn.id
from webhook_endpoints program
cross join lateral (
    select due.id, due.next_at, due.number
    from (
        select id, lead_id, next_at, number from webhook_deliveries
        where endpoint_id = program.id and state = 'waiting' and next_at <= %(now)s
        order by next_at, number
        limit %(looked_at)s
    ) due
    where due.number = (
        select number from webhook_deliveries
        where lead_id = due.lead_id and endpoint_id = program.id and state = 'waiting'
        order by number limit 1
    )
    order by due.next_at, due.number
    limit %(most)s
) turn
where program.is_active and (program.rests_until is null or program.rests_until <= %(now)s)
order by
    row_number() over (partition by program.id order by turn.next_at, turn.number), turn.next_at, turn.number
limit %(most)s
"""
# What was noted behind a failed one after it had failed: else as many as are looked at would hide all others
# of their program. One that is being sent is put off by a minute, and those behind it are not.
LATECOMERS = """
with late as (
    select behind.id, first.next_at
    from webhook_endpoints program
    cross join lateral (
        select id, lead_id, number from webhook_deliveries
        where endpoint_id = program.id and state = 'waiting' and next_at <= %(now)s
        order by next_at, number
        limit %(looked_at)s
    ) due
    cross join lateral (
        select number, next_at from webhook_deliveries
        where lead_id = due.lead_id and endpoint_id = program.id and state = 'waiting'
        order by number limit 1
    ) first
    join webhook_deliveries behind on behind.id = due.id
    where program.is_active and first.number < due.number and first.next_at > %(failed)s
    for update of behind skip locked
)
update webhook_deliveries d set next_at = late.next_at from late where d.id = late.id and d.state = 'waiting'
"""
# Those behind one that failed are not looked at again before it is.
STAND_BACK = """
update webhook_deliveries behind set next_at = failed.next_at
from webhook_deliveries failed
where failed.id = any (%(failed)s) and failed.state = 'waiting'
  and behind.lead_id = failed.lead_id and behind.endpoint_id = failed.endpoint_id and behind.state = 'waiting'
  and behind.number > failed.number and behind.next_at < failed.next_at
"""


def next_ones(now: datetime, most: int) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(NEXT, {"now": now, "most": most, "looked_at": LOOKED_AT})
        return [row[0] for row in cursor.fetchall()]


def latecomers_stand_back(now: datetime, claim: timedelta) -> None:
    """`claim`: for so long what is being sent is put off at most."""
    with connection.cursor() as cursor:
        cursor.execute(LATECOMERS, {"now": now, "failed": now + claim, "looked_at": LOOKED_AT})


def stand_back(failed: list[UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(STAND_BACK, {"failed": failed})
