"""When a key was first used, for writes whose answer can be made anew from what was asked and when.

One statement, and nothing is held: whoever sends the same at the same time gets the same moment.
"""

from datetime import datetime
from uuid import UUID

from django.db import connection

from leadsite.keys import new_id
from leadsite.once.answering import KEPT_FOR, Asked, OtherBody

NOTE = """
insert into idempotency_keys as k (id, scope, actor_id, key, body_hash, claimed_at, status)
values (%(id)s, %(scope)s, %(actor)s, %(key)s, %(body_hash)s, %(now)s, 200)
on conflict (scope, actor_id, key) do update
set body_hash = case when k.claimed_at > %(forgotten)s then k.body_hash else excluded.body_hash end,
    claimed_at = case when k.claimed_at > %(forgotten)s then k.claimed_at else excluded.claimed_at end
returning body_hash, claimed_at
"""


def first_used(asked: Asked, now: datetime) -> datetime:
    """`now` where the key is new, or used for the first time in a day. Raises OtherBody."""
    values: dict[str, UUID | str | datetime] = {
        "id": new_id(),
        "scope": asked.scope,
        "actor": asked.actor.id or "",
        "key": asked.key,
        "body_hash": asked.body_hash,
        "now": now,
        "forgotten": now - KEPT_FOR,
    }
    with connection.cursor() as cursor:
        cursor.execute(NOTE, values)
        body_hash, moment = cursor.fetchone()
    if body_hash != asked.body_hash:
        raise OtherBody
    first: datetime = moment
    return first
