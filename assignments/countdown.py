"""Working time left until a deadline, in words, with what a page needs to count on by itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assignments.working_time import Span, WorkingCalendar, counted, elapsed

SECOND, NOTHING = timedelta(seconds=1), timedelta(0)
SOON = 30 * 60  # where no policy says from when on to warn: with so many seconds left
KNOWN = timedelta(days=3)  # a page that was left open over a weekend is right on Monday
THIS_WEEK = timedelta(days=6)  # within it a day of the week says which day
EVERY_HOUR = WorkingCalendar("UTC", ((Span(0, 24 * 60),),) * 7)


@dataclass(frozen=True)
class Countdown:
    """`tone` is late, due (no more than `soon` of working time is left) or nothing. All are whole seconds.

    `left` is working time, less than none when late; `until` is what a wall clock has left. `hours` are
    begins and ends of the open hours ahead, `known` is how far that reaches. All three count from `text` on.
    """

    at: datetime | None  # None: it moves on
    text: str
    tone: str = ""
    when: str = ""  # the text while the shop is closed
    left: int = 0
    until: int = 0
    soon: int = SOON
    hours: tuple[int, ...] = ()
    known: int = KNOWN // SECOND


def paused() -> Countdown:
    return Countdown(None, _("paused"))


def countdown(
    at: datetime, now: datetime, calendar: WorkingCalendar, warn_at: datetime | None = None
) -> Countdown:
    """`warn_at` is when the policy warns of it; None: it does not say."""
    left = elapsed(calendar, now, at) if now <= at else -elapsed(calendar, at, now)
    ahead = counted(calendar, now, now + KNOWN)
    is_open = bool(ahead) and ahead[0][0] <= now
    late, seconds, when = at < now, left // SECOND, due_words(at, now)
    soon = SOON if warn_at is None else elapsed(calendar, min(warn_at, at), at) // SECOND
    return Countdown(
        at=at,
        text=late_words(-seconds) if late else left_words(seconds) if is_open else when,
        tone="late" if late else "due" if seconds <= soon else "",
        when=when,
        left=seconds,
        until=(at - now) // SECOND,
        soon=soon,
        hours=tuple((moment - now) // SECOND for stretch in ahead for moment in stretch),
    )


def late_words(seconds: int) -> str:
    return _("%(time)s late") % {"time": length(seconds)} if seconds >= 60 else _("late")


def left_words(seconds: int) -> str:
    return _("%(time)s left") % {"time": length(seconds)} if seconds >= 60 else _("due now")


def due_words(at: datetime, now: datetime) -> str:
    """By the reader's clock."""
    pattern = "D H:i" if abs(at - now) < THIS_WEEK else "D j M H:i"
    return _("due %(time)s") % {"time": date_format(timezone.localtime(at), pattern)}


def length(seconds: int) -> str:
    """Rounded down to minutes. Never in days: a working day has no length that everybody agrees on."""
    hours, minutes = divmod(seconds // 60, 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": minutes}
    words = _("%(hours)d h %(minutes)d min") if minutes else _("%(hours)d h")
    return words % {"hours": hours, "minutes": minutes}
