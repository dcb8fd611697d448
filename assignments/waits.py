"""How long customers waited: the middle and the slow end, from a count of whole minutes."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

HOUR, DAY = 60, 24 * 60


@dataclass(frozen=True)
class Wait:
    """Minutes that half of them, and nine of ten, waited at most."""

    leads: int
    median: int
    p90: int


def wait_of(counts: Mapping[int, int]) -> Wait | None:
    """Of how many waited so many minutes; None of nobody."""
    leads = sum(counts.values())
    if not leads:
        return None
    return Wait(leads, percentile(counts, 50), percentile(counts, 90))


def percentile(counts: Mapping[int, int], percent: int) -> int:
    """The least minutes that so many percent waited at most: PostgreSQL's percentile_disc."""
    wanted, reached = percent * sum(counts.values()), 0
    for minutes, number in sorted(counts.items()):
        reached += number
        if 100 * reached >= wanted:
            return minutes
    raise ValueError("nobody waited")


def together(rows: Iterable[tuple[int, int]]) -> Mapping[int, int]:
    counts: Counter[int] = Counter()
    for minutes, number in rows:
        counts[minutes] += number
    return counts


def in_words(minutes: int) -> str:
    """45 min, 3 h 20 min, 2 d 4 h."""
    if minutes < HOUR:
        return _("%(minutes)d min") % {"minutes": minutes}
    if minutes < DAY:
        hours, rest = divmod(minutes, HOUR)
        return (_("%(hours)d h %(minutes)d min") if rest else _("%(hours)d h")) % {
            "hours": hours,
            "minutes": rest,
        }
    days, rest = divmod(minutes, DAY)
    return _("%(days)d d %(hours)d h") % {"days": days, "hours": rest // HOUR}
