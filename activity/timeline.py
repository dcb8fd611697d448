"""A lead's log, newest first, page after page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from activity.kinds import CLAIMED
from activity.models import Activity
from activity.outbox.again import key_of as again_key
from activity.querysets import ActivityQuerySet
from activity.sentences import Facts, Sentence, actor, decision, request, sentence
from leadsite import cursors

SIZE = 20

# What the timeline can be narrowed to, in the order of its filter.
SHOWN: Mapping[str, tuple[str, ...]] = {
    "contacts": ("call", "email", "sms", "whatsapp"),
    "notes": ("note",),
    "tasks": ("follow_up", "approval", "waiting", "booking"),
    "changes": ("status_change", "assignment", "correction", "sla"),
    "quotes": ("quote",),
    "ai": ("ai_result", "ai_review"),
}


@dataclass(frozen=True)
class Entry:
    """One line of the timeline."""

    activity: Activity
    sentence: Sentence
    actor: str
    went_again: bool = False

    @property
    def is_under_way(self) -> bool:
        """A message of ours of which is not known yet whether it was sent."""
        return self.activity.status == "queued"

    @property
    def is_message(self) -> bool:
        return self.activity.type in SHOWN["contacts"]

    @property
    def may_go_again(self) -> bool:
        """A message of ours that failed, and was not sent again since."""
        if self.went_again:
            return False
        row, facts = self.activity, Facts(self.activity.metadata, self.activity.status)
        return row.status == "failed" and self.is_message and facts["direction"] == "out"

    @property
    def claimed_at(self) -> datetime | None:
        """When it was done by the clock of the device that it was done on, without network."""
        written = Facts(self.activity.metadata, self.activity.status)[CLAIMED]
        try:
            claimed = datetime.fromisoformat(written) if written else None
        except ValueError:
            return None
        return claimed if claimed and claimed.tzinfo else None

    @property
    def icon(self) -> str:
        return self.activity.type.replace("_", "-")


@dataclass(frozen=True)
class Page:
    """Entries newest first; `older` begins the next page, "" on the last. `lost`: there is no such page."""

    entries: tuple[Entry, ...]
    older: str
    lost: bool = False


def page(log: ActivityQuerySet, *, show: str = "", before: str = "", size: int = SIZE) -> Page:
    """`show` is one of SHOWN, else all; `before` is the `older` of the page above. One query."""
    cursor = cursors.read(before) if before else None
    if show in SHOWN:
        log = log.of_types(SHOWN[show])
    if cursor and cursor.at:
        log = log.older_than(cursor.at, cursor.id)
    rows: Any = cursors.page(log.with_actor_names().newest_first(), size, by="created_at")
    return Page(told_once(entries(rows)), rows.following, lost=bool(before) and not (cursor and cursor.at))


def entries(rows: Iterable[Activity]) -> list[Entry]:
    """Some of one lead's log: what was sent again is known where both stand here."""
    found = [entry(row) for row in rows]
    keys = {one.activity.pk for one in found}
    return [replace(one, went_again=again_key(one.activity.pk) in keys) for one in found]


def told_once(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """A decision that is an entry of its own is left out of the request that it decides."""
    told = {one.activity.message for one in entries if one.activity.type == "note"}
    return tuple(
        replace(one, sentence=request(one.activity)) if decision_of(one.activity) in told else one
        for one in entries
    )


def decision_of(activity: Activity) -> str:
    """How the decision of an approval was logged; "" of anything else."""
    facts = Facts(activity.metadata, activity.status)
    return decision(activity.status, facts["outcome"]) if activity.type == "approval" else ""


def entry(activity: Activity) -> Entry:
    return Entry(activity, sentence(activity), actor(activity))


def filters(show: str) -> list[tuple[str, str, bool]]:
    """Name, label and whether it is the one shown."""
    labels = {
        "": _("Everything"),
        "contacts": _("Contacts"),
        "notes": _("Notes"),
        "tasks": _("Tasks"),
        "changes": _("Changes"),
        "quotes": _("Quotes"),
        "ai": _("AI"),
    }
    return [(name, label, name == (show if show in SHOWN else "")) for name, label in labels.items()]
