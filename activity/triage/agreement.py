"""How often colleagues agree with advice, by who gave it: model and version of its prompt."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from activity.models import Activity
from activity.querysets import ActivityQuerySet
from activity.triage.judgement import FIELDS

MOST = 5000  # of the newest reviews: older ones say little about today's prompts


@dataclass
class Agreement:
    """Of one model and version: how many of its results were reviewed, and where it was overruled."""

    model: str
    version: str
    reviewed: int = 0
    accepted: int = 0
    overruled: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))

    @property
    def rate(self) -> int:
        """Percent of the reviewed that were accepted."""
        return round(100 * self.accepted / self.reviewed) if self.reviewed else 0

    def count(self, review: Mapping[str, Any]) -> None:
        fields = review.get("fields")
        overruled = fields if isinstance(fields, Mapping) else {}
        self.reviewed += 1
        self.accepted += review.get("verdict") == "accepted"
        for name in FIELDS:
            self.overruled[name] += name in overruled


def agreements(log: ActivityQuerySet) -> list[Agreement]:
    """Of the part of the log that a colleague may see, the most reviewed first; two queries."""
    reviews = latest(log.of_types(["ai_review"]).newest_first().values_list("metadata", flat=True)[:MOST])
    results = Activity.objects.of_types(["ai_result"]).filter(pk__in=list(reviews))
    found: defaultdict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for key, facts in results.values_list("pk", "metadata"):
        told = facts if isinstance(facts, Mapping) else {}
        found[str(told.get("model", "")), str(told.get("prompt_version", ""))].append(reviews[key])
    rows = [Agreement(*name) for name in found]
    for row in rows:
        for review in found[row.model, row.version]:
            row.count(review)
    return sorted(rows, key=lambda row: (-row.reviewed, row.model, row.version))


def latest(newest_first: Iterable[Any]) -> dict[UUID, Mapping[str, Any]]:
    """The last word about each result."""
    kept: dict[UUID, Mapping[str, Any]] = {}
    for review in newest_first:
        try:
            kept.setdefault(UUID(review["result_id"]), review)
        except (TypeError, KeyError, ValueError, AttributeError):
            continue  # another program's: about nothing that we know
    return kept
