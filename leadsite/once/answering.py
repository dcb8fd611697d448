"""The one mechanism: claim a key by an insert, do the work and keep its answer in one transaction.

A claim is committed before the work begins, so that everybody else sees it at once and nobody waits for the
work. What was done and what was answered are committed together: a process that dies in between has done
nothing, and its claim goes stale.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from activity.kinds import Actor
from leadsite.keys import new_id
from leadsite.once.models import IdempotencyKey

KEPT_FOR = timedelta(hours=24)
# Far longer than any request may take (STAFF_DEADLINE_SECONDS): whoever claimed it is gone.
STALE_AFTER = timedelta(seconds=90)
TRIES = 3  # a key may be released or forgotten between two statements

CLAIM = """
insert into idempotency_keys as k (id, scope, actor_id, key, body_hash, claimed_at)
values (%(claim)s, %(scope)s, %(actor)s, %(key)s, %(body_hash)s, %(now)s)
on conflict (scope, actor_id, key) do update
set id = excluded.id, body_hash = excluded.body_hash, claimed_at = excluded.claimed_at,
    status = null, content_type = '', body = '', lead_id = null
where k.claimed_at <= %(forgotten)s
   or (k.status is null and k.claimed_at <= %(stale)s and k.body_hash = excluded.body_hash)
returning id
"""


class StillRunning(Exception):
    """The same write is being done at this moment."""


class OtherBody(Exception):
    """The key was used for another write."""


@dataclass(frozen=True)
class Answer:
    """An HTTP answer that can be given again; `lead_id` is the lead that it tells of."""

    status: int
    body: str
    content_type: str = "application/json"
    lead_id: UUID | None = None


@dataclass(frozen=True)
class Asked:
    """A write under its key: `scope` and `actor` keep the keys of different senders apart."""

    scope: str
    actor: Actor
    key: str
    body_hash: str


def answer_once(asked: Asked, do: Callable[[], Answer], *, now: datetime) -> tuple[Answer, bool]:
    """The answer, and whether it is an earlier one given again. Not to be called in a transaction.

    `do` runs in a transaction, which is rolled back with the claim if it raises. What it answers is kept,
    a refusal as well. Raises StillRunning, OtherBody.
    """
    for _ in range(TRIES):
        if claim := claimed(asked, now):
            return done(claim, do), False
        earlier = found(asked)
        if earlier is None:
            continue
        if earlier.body_hash != asked.body_hash:
            raise OtherBody
        if earlier.status is None:
            raise StillRunning
        return Answer(earlier.status, earlier.body, earlier.content_type, earlier.lead_id), True
    raise StillRunning


def claimed(asked: Asked, now: datetime) -> UUID | None:
    """The claim, if the key is free: never used, forgotten, or left by somebody who is gone."""
    values: dict[str, str | UUID | datetime] = {
        "claim": new_id(),
        "scope": asked.scope,
        "actor": asked.actor.id or "",
        "key": asked.key,
        "body_hash": asked.body_hash,
        "now": now,
        "forgotten": now - KEPT_FOR,
        "stale": now - STALE_AFTER,
    }
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, values)
        row = cursor.fetchone()
    return row[0] if row else None


def found(asked: Asked) -> IdempotencyKey | None:
    keys = IdempotencyKey.objects.filter(scope=asked.scope, actor_id=asked.actor.id or "", key=asked.key)
    return keys.first()


def done(claim: UUID, do: Callable[[], Answer]) -> Answer:
    try:
        with transaction.atomic(durable=True):
            answer = do()
            keep(claim, answer)
    except BaseException:
        release(claim)
        raise
    return answer


def keep(claim: UUID, answer: Answer) -> None:
    """Raises StillRunning where somebody took the stale claim over: what was done here is rolled back."""
    kept = IdempotencyKey.objects.filter(pk=claim).update(
        status=answer.status, content_type=answer.content_type, body=answer.body, lead_id=answer.lead_id
    )
    if not kept:
        raise StillRunning


def release(claim: UUID) -> None:
    """Let the next one try at once. With the database away the claim goes stale instead."""
    with suppress(DatabaseError):
        IdempotencyKey.objects.filter(pk=claim, status__isnull=True).delete()
