"""Reading what was committed since a cursor: each change once, a slow transaction's too."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

from leadsite.live.cursors import Cursor

MOST = 2_000  # statements; who missed more reads their page anew

NOW = "select floor(extract(epoch from clock_timestamp()))::bigint, pg_current_snapshot()::text"
# What the snapshot could not see: transactions that began later, and those that were under way.
SINCE = """
    select floor(extract(epoch from clock_timestamp()))::bigint, pg_current_snapshot()::text,
           e.source, e.change, e.lead_ids, e.versions, e.former_owners, e.actor_id
    from (select) as once
    left join lateral (
        select * from live_events
        where xid >= pg_snapshot_xmax(%(since)s::pg_snapshot)
           or xid = any (array(select pg_snapshot_xip(%(since)s::pg_snapshot))){or_else}
        order by number limit %(most)s
    ) e on true
    order by e.number
"""
# A server that fell gives out once more the numbers of transactions that left no trace on its disk: the
# snapshot takes them for seen, the time says better.
NOTED_LATER = " or noted_at >= to_timestamp(%(at)s)"
OWNERS = "select id, owner_id from leads where id = any (%s)"


@dataclass(frozen=True)
class Event:
    """The changes of one statement. `versions` and `former_owners`, where known, stand beside `leads`."""

    source: str
    change: str
    leads: list[UUID]
    versions: list[datetime] | None
    former_owners: list[str | None] | None
    actor: str | None


@dataclass(frozen=True)
class Batch:
    """What happened up to the cursor; `events` is None where it is more than anybody wants to be told.

    `owners` holds the leads of the events that still exist.
    """

    cursor: Cursor
    events: list[Event] | None
    owners: Mapping[UUID, str | None]


def now(link: "psycopg.Connection[Any]") -> Cursor:
    found = link.execute(NOW).fetchone()
    assert found is not None  # noqa: S101  # it is one row
    return Cursor(*found)


def since(link: "psycopg.Connection[Any]", cursor: Cursor, *, fell: bool = False) -> Batch:
    """`fell`: the server may have fallen since the cursor. Some events then come twice."""
    query = SINCE.format(or_else=NOTED_LATER if fell else "").encode()
    asked = {"since": cursor.snapshot, "at": cursor.at, "most": MOST + 1}
    rows = link.execute(query, asked).fetchall()
    reached = Cursor(*rows[0][:2])
    if len(rows) > MOST:
        return Batch(reached, None, {})
    events = [Event(*facts) for _, _, *facts in rows if facts[0] is not None]
    named = {lead for event in events for lead in event.leads}
    owners = dict(link.execute(OWNERS, [list(named)]).fetchall()) if named else {}
    return Batch(reached, events, owners)
