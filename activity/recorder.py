"""The only writer of the log, but for a change of status: that the database logs itself (activity/sql)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from activity import authors, kinds
from activity.kinds import Actor, WrongFacts
from activity.models import Activity
from leads.exceptions import Clash, Conflict, Refused
from leadsite.keys import new_id
from leadsite.stored_json import learnt

RECORD_ALL = Path(__file__).with_name("record_all.sql").read_text(encoding="utf-8")


class AlreadyLogged(Exception):
    """The same page was sent before: what it says is in the log."""


class Closed(Conflict):
    """The row is closed, or was closed meanwhile by somebody else."""

    def __init__(self, activity: Activity, clashes: Sequence[Clash] = ()) -> None:
        super().__init__("closed", clashes, activity.status)
        self.activity = activity


def record(
    *,
    lead_id: UUID,
    kind: str,
    message: str,
    actor: Actor,
    metadata: Mapping[str, object] | None = None,
    status: str | None = None,
    created_at: datetime | None = None,
    key: UUID | None = None,
) -> Activity:
    """Log what was done, in the transaction of the deed.

    `status` is the type's first one unless given, `created_at` the database's clock unless it happened
    earlier. `key` is the row's id where the page chose it: sent twice, it is logged once (AlreadyLogged), and
    sent again with other words, as from a page that somebody went back to, it is Refused("used_key").
    Raises WrongFacts where the type, the status or the metadata do not belong together.
    """
    facts = dict(metadata or {})
    if kind == "status_change":
        raise WrongFacts("a status_change is logged by the database alone: change the status under acting()")
    status = status or (kinds.KINDS[kind].first if kind in kinds.KINDS else "")
    kinds.check(kind, status, facts)
    activity = Activity(
        lead_id=lead_id,
        type=kind,
        status=status,
        message=message,
        actor_type=actor.type,
        actor_id=actor.id,
        metadata=facts or None,
    )
    if created_at is not None:
        activity.created_at = created_at
    if key is None:
        activity.save(force_insert=True)
        return activity
    activity.id = key
    try:
        with transaction.atomic():
            activity.save(force_insert=True)
    except IntegrityError as error:
        there = Activity.objects.filter(pk=key).first()
        if there is None:
            raise
        raise (AlreadyLogged if _same(there, activity) else Refused("used_key")) from error
    return activity


@dataclass(frozen=True)
class Entry:
    """What one activity says; its status is its type's first."""

    lead_id: UUID
    kind: str
    message: str
    actor: Actor
    facts: Mapping[str, object]


def record_all(entries: Sequence[Entry]) -> None:
    """Log many deeds by one statement, in the transaction of the deeds. Raises WrongFacts."""
    if entries:
        columns = zip(*map(_columns, entries), strict=True)
        with connection.cursor() as cursor:
            cursor.execute(RECORD_ALL, [list(column) for column in columns])


def _columns(entry: Entry) -> tuple[object, ...]:
    status = kinds.KINDS[entry.kind].first
    kinds.check(entry.kind, status, entry.facts)
    facts = json.dumps(dict(entry.facts)) if entry.facts else None
    return (
        new_id(), entry.lead_id, entry.kind, status, entry.message, entry.actor.type, entry.actor.id, facts,
    )  # fmt: skip


def _same(there: Activity, sent: Activity) -> bool:
    """Whether the row says what was sent; it may have learnt an outcome since."""
    known, facts = there.metadata or {}, sent.metadata or {}
    said = (there.lead_id, there.type, there.message) == (sent.lead_id, sent.type, sent.message)
    return said and all(known.get(name) == value for name, value in facts.items())


def close(
    *,
    activity_id: UUID,
    kind: str,
    status: str,
    actor: Actor,
    outcome: str = "",
    was: str | None = None,
    wanted: str = "",
) -> Activity:
    """Move an open row along its type's life, in the transaction of the deed; `outcome` goes into its facts.

    `was` is its status as the colleague saw it, `wanted` what they call the deed where it is no status.
    Raises Closed, with the row as somebody else left it, Conflict where it is open in another status than
    they saw, and Activity.DoesNotExist, also for another kind.
    """
    activity = Activity.objects.select_for_update().get(pk=activity_id, type=kind)
    closed = not kinds.may_move(activity.type, activity.status, status)
    if closed or was not in (None, activity.status):
        seen = was or kinds.KINDS[kind].first
        clash = authors.row_clash(
            activity, seen=seen, wanted=wanted or status, why="" if outcome == wanted else outcome
        )
        raise Closed(activity, [clash]) if closed else Conflict("changed_meanwhile", [clash])
    with acting(actor):
        facts = {"metadata": learnt("metadata", {"outcome": outcome})} if outcome else {}
        Activity.objects.filter(pk=activity_id).update(status=status, **facts)
    # The last is the trigger's: when it was closed.
    activity.refresh_from_db(fields=["status", "metadata", "updated_at"])
    return activity


def learn(
    *,
    activity_id: UUID,
    kind: str,
    facts: Mapping[str, object],
    status: str = "",
    actor: Actor = kinds.SYSTEM,
) -> Activity:
    """Write what an open row has learnt since it was logged, in the transaction of the deed.

    `facts` are some of OPEN_FACTS; with a `status` the row moves on to that. Raises WrongFacts, Closed (also
    where its life does not lead to that status) and Activity.DoesNotExist.
    """
    strange = facts.keys() - kinds.OPEN_FACTS
    if strange:
        raise WrongFacts(f"a row that is logged does not learn {', '.join(sorted(strange))}")
    activity = Activity.objects.select_for_update().get(pk=activity_id, type=kind)
    moves = kinds.KINDS[kind].moves.get(activity.status)
    if moves is None or (status and status not in moves):
        raise Closed(activity)
    with acting(actor):
        Activity.objects.filter(pk=activity_id).update(
            status=status or activity.status, metadata=learnt("metadata", facts)
        )
    activity.refresh_from_db(fields=["status", "metadata", "updated_at"])
    return activity


@contextmanager
def acting(actor: Actor, reason: str = "") -> Iterator[None]:
    """One transaction whose changes of status the database logs under this actor and reason."""
    with transaction.atomic():
        before = _said()
        _say(json.dumps(actor.as_json()), reason)
        yield
        # Only reached without an error: one rolls the settings back together with the work.
        _say(*before)


def _said() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(current_setting('leadsite.actor', true), ''),"
            " coalesce(current_setting('leadsite.reason', true), '')"
        )
        actor, reason = cursor.fetchone()
    return actor, reason


def _say(actor: str, reason: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('leadsite.actor', %s, true), set_config('leadsite.reason', %s, true)",
            [actor, reason],
        )
