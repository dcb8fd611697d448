"""The steps that a wait goes through, by the share of its working time that has passed. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from assignments.policies.spec import PolicySpec

WARN, MISS = "warn", "miss"
NOTIFY_OWNER, NOTIFY_MANAGER, REASSIGN = "notify_owner", "notify_manager", "reassign"
DEADLINE = 100  # percent: here a wait is missed
# What comes first where several fall on one share: the fact before those who hear of it.
ORDER = (WARN, MISS, NOTIFY_OWNER, NOTIFY_MANAGER, REASSIGN)


@dataclass(frozen=True, slots=True)
class Rung:
    """At this share of the target, in percent, that deed is due: one of ORDER."""

    share: int
    deed: str


Ladder = tuple[Rung, ...]


def ladder(spec: PolicySpec) -> Ladder:
    """A policy's warning, the miss, which every promise has, and its steps, in order."""
    rungs = [Rung(DEADLINE, MISS), *(Rung(step.share, step.deed) for step in spec.steps)]
    if spec.warn_share is not None:
        rungs.append(Rung(spec.warn_share, WARN))
    return tuple(sorted(rungs, key=lambda rung: (rung.share, ORDER.index(rung.deed))))


def later_shares(rungs: Ladder, done: int) -> tuple[int, ...]:
    """Those that are still to come, in order. `done` is the highest share whose deeds are done."""
    return tuple(sorted({rung.share for rung in rungs if rung.share > done}))


def due(rungs: Ladder, done: int, reached: Iterable[int]) -> Ladder:
    """The deeds to do now, of the shares that are reached.

    What an outage let pass is made good, but nobody is warned of a deadline that has gone by.
    """
    late = {share for share in reached if share > done}
    missed = any(share >= DEADLINE for share in late) or done >= DEADLINE
    return tuple(rung for rung in rungs if rung.share in late and not (missed and rung.deed == WARN))
