"""The days of the week, and runs of them: "Monday to Friday"."""

from collections.abc import Iterable

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _


def name(day: int) -> str:
    """Monday is 0."""
    return str(WEEKDAYS[day])


def runs(days: Iterable[int]) -> list[tuple[int, int]]:
    """The first and the last of each run of days that follow each other."""
    found: list[tuple[int, int]] = []
    for day in days:
        if found and found[-1][1] == day - 1:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def in_words(days: Iterable[int]) -> str:
    return ", ".join(
        name(first)
        if first == last
        else _("%(first)s to %(last)s") % {"first": name(first), "last": name(last)}
        for first, last in runs(days)
    )
