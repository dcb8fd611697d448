"""What a reader is told of a batch, as server-sent events: ids only, and only of leads they may see."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from leadsite.live.cursors import Cursor
from leadsite.live.reading import Batch, Event

Sees = frozenset[str] | None  # whose leads beside nobody's; None: everybody's

MOST_LEADS = 200  # beyond that a page is told that anything may have changed


def told(batch: Batch, sees: Sees) -> bytes | None:
    """None where nothing of it is the reader's business."""
    if batch.events is None:
        return frame({"all": True}, cursor=batch.cursor)
    leads: dict[str, dict[str, Any]] = {}
    gone: set[str] = set()
    for event in batch.events:
        for lead, version, left in rows(event):
            if may_see(batch.owners, lead, sees):
                note(leads.setdefault(str(lead), {"what": []}), event, version)
            elif left and lead_was_theirs(event, lead, sees):
                gone.add(str(lead))
    if len(leads) + len(gone) > MOST_LEADS:
        return frame({"all": True}, cursor=batch.cursor)
    return frame({"leads": leads, "gone": sorted(gone)}, cursor=batch.cursor) if leads or gone else None


def rows(event: Event) -> Iterator[tuple[UUID, Any, bool]]:
    """Each lead with its version, if known, and whether it may have left whoever had it."""
    versions: Sequence[datetime | None] = event.versions or [None] * len(event.leads)
    left = event.change == "DELETE" or event.former_owners is not None
    for lead, version in zip(event.leads, versions, strict=True):
        yield lead, version, left


def may_see(owners: Mapping[UUID, str | None], lead: UUID, sees: Sees) -> bool:
    """As leads.visibility says it of a query; nobody sees a lead that is not among these."""
    if lead not in owners:
        return False
    owner = owners[lead]
    return sees is None or owner is None or owner in sees


def lead_was_theirs(event: Event, lead: UUID, sees: Sees) -> bool:
    if sees is None:
        return True
    owners = dict(zip(event.leads, event.former_owners or (), strict=False))
    return lead in owners and (owners[lead] is None or owners[lead] in sees)


def note(lead: dict[str, Any], event: Event, version: Any) -> None:
    """The newest version of each, everything that was touched, and who did it last."""
    if event.source not in lead["what"]:
        lead["what"].append(event.source)
    if version is not None:
        lead["version"] = version.isoformat()
    if event.source == "leads" and event.change == "INSERT":
        lead["new"] = True
    if event.actor:
        lead["by"] = event.actor


def frame(data: Any = None, *, kind: str = "", cursor: Cursor | None = None) -> bytes:
    """One message. A browser sends the cursor back when it comes again."""
    lines = [f"event: {kind}"] if kind else []
    lines += [f"id: {cursor}"] if cursor else []
    return "\n".join([*lines, f"data: {json.dumps(data, separators=(',', ':'))}", "", ""]).encode()
