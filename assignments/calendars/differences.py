"""What a version of a calendar changed, in sentences."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.calendars import hours_text, public_holidays, weekdays
from assignments.calendars.drafts import Closure, Hours

MOST_NAMED = 8
Days = Sequence[Sequence[str]]  # of a stored calendar: date, name


def differences(before: Hours, after: Hours, was: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """`was` and `now` are the specifications as they were published."""
    return [
        *zone(before, after),
        *week(before, after),
        *closures(before, after),
        *place(before, after),
        *holidays(was["holidays"], now["holidays"], named=place_of(before) == place_of(after)),
    ]


def first(hours: Hours) -> list[str]:
    """What the first version says: the whole of it, in short."""
    nowhere = Hours(hours.zone, ((),) * 7)
    return [
        _("Time zone %(zone)s") % {"zone": hours.zone},
        *week(nowhere, hours),
        *closures(nowhere, hours),
        *place(nowhere, hours),
    ]


def zone(before: Hours, after: Hours) -> Iterator[str]:
    if before.zone != after.zone:
        yield _("Time zone: %(old)s → %(new)s") % {"old": before.zone, "new": after.zone}


def week(before: Hours, after: Hours) -> Iterator[str]:
    """Days that change alike are told of together."""
    alike: dict[tuple[str, str], list[int]] = {}
    for day, (old, new) in enumerate(zip(before.week, after.week, strict=True)):
        if old != new:
            alike.setdefault((spoken(old), spoken(new)), []).append(day)
    for (old_hours, new_hours), days in alike.items():
        yield f"{weekdays.in_words(days)}: {old_hours} → {new_hours}"


def spoken(windows: Sequence[hours_text.Window]) -> str:
    return hours_text.written(windows) or _("closed")


def closures(before: Hours, after: Hours) -> Iterator[str]:
    for closure in sorted(set(after.closures) - set(before.closures)):
        yield _("Closed: %(when)s") % {"when": closure_in_words(closure)}
    for closure in sorted(set(before.closures) - set(after.closures)):
        yield _("No longer closed: %(when)s") % {"when": closure_in_words(closure)}


def closure_in_words(closure: Closure) -> str:
    """Whole days by their dates, parts of a day with their hours, and the name."""
    begin, end = closure.begin, closure.end
    last = (end - timedelta(minutes=1)).date()
    if begin.time() == end.time() == begin.min.time():
        when = day(begin.date()) if last == begin.date() else f"{day(begin.date())} – {day(last)}"
    elif last == begin.date():
        until = "24:00" if end.date() > last else f"{end:%H:%M}"
        when = f"{day(begin.date())}, {begin:%H:%M}–{until}"
    else:
        when = f"{day(begin.date())}, {begin:%H:%M} – {day(end.date())}, {end:%H:%M}"
    return f"{when} · {closure.name}" if closure.name else when


def day(date: date) -> str:
    return date_format(date, "j M Y")


def place(before: Hours, after: Hours) -> Iterator[str]:
    if place_of(before) != place_of(after):
        yield _("Public holidays: %(old)s → %(new)s") % {"old": place_of(before), "new": place_of(after)}
    opened, shut = (
        sorted(set(one) - set(other))
        for one, other in ((after.open_on, before.open_on), (before.open_on, after.open_on))
    )
    if opened:
        yield _("Work on public holidays: %(names)s") % {"names": ", ".join(opened)}
    if shut:
        yield _("No more work on public holidays: %(names)s") % {"names": ", ".join(shut)}


def place_of(hours: Hours) -> str:
    country = dict(public_holidays.countries()).get(hours.country, hours.country) or _("none")
    if not hours.region:
        return country
    return f"{country}, {dict(public_holidays.regions(hours.country)).get(hours.region, hours.region)}"


def holidays(was: Days, now: Days, *, named: bool) -> Iterator[str]:
    """Of another country their number says enough; of the same they are named, if they are few."""
    old, new = {tuple(row) for row in was}, {tuple(row) for row in now}
    added, gone = sorted(new - old), sorted(old - new)
    for rows, sentence in ((added, _("New: %(days)s")), (gone, _("Gone: %(days)s"))):
        if not rows:
            continue
        yield sentence % {"days": listed(rows) if named and len(rows) <= MOST_NAMED else counted(rows)}


def listed(rows: Sequence[Sequence[str]]) -> str:
    return ", ".join(f"{day(date.fromisoformat(when))} {name}" for when, name in rows)


def counted(rows: Sequence[Sequence[str]]) -> str:
    years = sorted(Counter(when[:4] for when, _name in rows))
    span = years[0] if len(years) == 1 else f"{years[0]}–{years[-1]}"
    text = ngettext("%(number)d holiday of %(years)s", "%(number)d holidays of %(years)s", len(rows))
    return text % {"number": len(rows), "years": span}
