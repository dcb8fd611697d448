"""Who made something what it is, and when, as the log tells: the other side of a conflict."""

from typing import Any
from uuid import UUID, uuid5

from activity.models import Activity
from activity.querysets import ActivityQuerySet
from leads.exceptions import Author, Clash

CLEARED, DISCARDED = "Cleared: a genuine enquiry", "discarded as a suspect"  # what clearing.py logs


def closing_key(activity_id: UUID, status: str) -> UUID:
    """The key of the row that tells who brought another one to this status, which it does not say itself.

    Everybody can work it out; no page may log under it (leads.own_key.OwnKey).
    """
    return uuid5(activity_id, f"closed as {status}")


def newest(rows: ActivityQuerySet) -> Any:
    return rows.with_actor_names().newest_first().first()


def author(row: Any) -> Author:
    if row is None:
        return Author()
    return Author(row.actor_type, row.actor_id or "", getattr(row, "actor_name", None) or "")


def of_lead(lead_id: UUID, kind: str, **facts: object) -> Any:
    """The newest row of this type that carries these facts."""
    return newest(Activity.objects.of_types([kind]).filter(lead_id=lead_id, metadata__contains=facts))


def status_clash(*, lead_id: UUID, seen: str, wanted: str, now: str, why: str) -> Clash:
    row = of_lead(lead_id, "status_change", to=now)
    because = str((row.metadata or {}).get("reason") or "") if row else ""
    return Clash("status", seen, wanted, now, why, author(row), row and row.created_at, because)


def owner_clash(*, lead_id: UUID, seen: str, wanted: str, now: str, why: str = "") -> Clash:
    row = of_lead(lead_id, "assignment", owner_id=now) if now else None
    because = str((row.metadata or {}).get("reason") or "") if row else ""
    return Clash("owner", seen, wanted, now, why, author(row), row and row.created_at, because)


def suspect_clash(*, lead_id: UUID, wanted: str) -> Clash | None:
    """What a colleague decided about a suspect; None where nobody did."""
    rows = Activity.objects.filter(lead_id=lead_id, actor_type="user")
    cleared = newest(rows.filter(type="note", message=CLEARED))
    discarded = newest(rows.filter(type="status_change", metadata__contains={"reason": DISCARDED}))
    made = [(row, now) for row, now in ((cleared, "clear"), (discarded, "discard")) if row]
    if not made:
        return None
    row, now = max(made, key=lambda one: one[0].created_at)
    return Clash("suspect", "", wanted, now, by=author(row), at=row.created_at)


def field_clash(*, lead_id: UUID, field: str, seen: str, wanted: str, now: str, why: str) -> Clash:
    row = of_lead(lead_id, "correction", field=field)
    because = str((row.metadata or {}).get("reason") or "") if row else ""
    return Clash(field, seen, wanted, now, why, author(row), row and row.created_at, because)


PLANNED_ANEW = {"follow_up": "snoozed", "booking": "moved"}


def row_clash(row: Activity, *, seen: str, wanted: str, why: str) -> Clash:
    """About a row that somebody brought to another status, or put another one in the place of."""
    rows = Activity.objects.filter(lead_id=row.lead_id)
    replacing = newest(rows.in_place_of(row))
    told = newest(rows.filter(pk=closing_key(UUID(str(row.pk)), row.status))) or replacing
    now = PLANNED_ANEW.get(row.type, row.status) if replacing else row.status
    outcome = str((row.metadata or {}).get("outcome") or "")
    return Clash(
        row.type, seen, wanted, now, why, author(told), row.updated_at, "" if outcome == now else outcome,
        str(replacing.pk) if replacing else "",
    )  # fmt: skip
