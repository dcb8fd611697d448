"""Outcomes as a page shows them: so many of each, a few by name."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from leads.bulk.models import Result
from leads.workflow import Outcome

NAMED = 10


@dataclass(frozen=True)
class Group:
    result: Result
    count: int
    first: Sequence[Outcome]
    more: int


def grouped(outcomes: Iterable[Outcome]) -> list[Group]:
    """One group for each result there is, in the order of Result."""
    found: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        found[outcome.result].append(outcome)
    return [
        Group(result, len(rows), rows[:NAMED], max(0, len(rows) - NAMED))
        for result in Result
        if (rows := found.get(result))
    ]
