"""How long until, and how long ago, as people say it: "due in 25 min", "late by 2 h"."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SOON = timedelta(minutes=30)  # what is due within it is worth a second look


@dataclass(frozen=True)
class Due:
    """A deadline in words. `tone` is late, due (within half an hour) or nothing."""

    at: datetime
    text: str
    tone: str = ""


def due(at: datetime, now: datetime) -> Due:
    if abs(at - now) < MINUTE:
        return Due(at, _("due now"), "late" if at < now else "due")
    if at < now:
        return Due(at, _("late by %(span)s") % {"span": span(now - at)}, "late")
    return Due(at, _("due in %(span)s") % {"span": span(at - now)}, "due" if at - now <= SOON else "")


def ago(at: datetime, now: datetime) -> str:
    return _("just now") if now - at < MINUTE else _("%(span)s ago") % {"span": span(now - at)}


def span(length: timedelta) -> str:
    """The length in its largest unit, rounded down: minutes below two hours, hours below two days."""
    if length < 2 * HOUR:
        return _("%(number)s min") % {"number": length // MINUTE}
    if length < 2 * DAY:
        return _("%(number)s h") % {"number": length // HOUR}
    days = length // DAY
    return ngettext("%(number)s day", "%(number)s days", days) % {"number": days}
