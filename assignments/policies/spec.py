"""What a policy promises, as its versions keep it: whom it holds for, targets, warning and steps. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

PRIORITIES = ("low", "medium", "high")
USUAL_PRIORITY = "medium"  # of a lead that nobody has judged yet
CLOCKS = ("first_response", "owner_response", "next_response")
DEEDS = ("notify_owner", "notify_manager", "reassign")
USUAL_WARNING = 75


class Unsound(ValueError):
    """A specification that says nothing sensible; the text names what is wrong with it."""


@dataclass(frozen=True)
class Conditions:
    """An empty condition is none. Case and outer spaces do not count."""

    source: str = ""
    category: str = ""

    def fit(self, *, source: str, categories: Iterable[str]) -> bool:
        return not self.failing(source=source, categories=categories)

    def failing(self, *, source: str, categories: Iterable[str]) -> tuple[str, ...]:
        """The names of the conditions that this lead does not meet."""
        asked = {plain(category) for category in categories}
        wrong = []
        if self.source and plain(self.source) != plain(source):
            wrong.append("source")
        if self.category and plain(self.category) not in asked:
            wrong.append("category")
        return tuple(wrong)

    def __bool__(self) -> bool:
        return bool(self.source or self.category)


@dataclass(frozen=True)
class Step:
    """At this share of a target, in percent of its working time, that deed is done once."""

    share: int
    deed: str


@dataclass(frozen=True)
class PolicySpec:
    """`targets` are working minutes by priority and clock; None promises nothing there."""

    conditions: Conditions
    targets: Mapping[str, Mapping[str, int | None]]
    warn_share: int = USUAL_WARNING
    steps: tuple[Step, ...] = ()

    def target(self, clock: str, priority: str) -> int | None:
        """Working minutes for this clock; a priority that we do not know is the usual one."""
        return self.targets[priority if priority in PRIORITIES else USUAL_PRIORITY][clock]

    def as_json(self) -> dict[str, Any]:
        return {
            "conditions": {"source": self.conditions.source, "category": self.conditions.category},
            "targets": {name: {clock: self.targets[name][clock] for clock in CLOCKS} for name in PRIORITIES},
            "warn_share": self.warn_share,
            "steps": [{"share": step.share, "deed": step.deed} for step in self.steps],
        }

    def fingerprint(self) -> str:
        """SHA-256 of the canonical form: equal for what promises the same."""
        text = json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "PolicySpec":
        """Raises Unsound."""
        try:
            conditions = stored["conditions"]
            spec = cls(
                Conditions(str(conditions["source"]), str(conditions["category"])),
                {
                    name: {clock: stored["targets"][name][clock] for clock in CLOCKS}
                    for name in PRIORITIES
                },
                stored["warn_share"],
                tuple(Step(step["share"], step["deed"]) for step in stored["steps"]),
            )  # fmt: skip
        except (KeyError, TypeError) as error:
            raise Unsound(f"something is missing: {error}") from error
        return checked(spec)


def checked(spec: PolicySpec) -> PolicySpec:
    """The same, or Unsound. Steps stand in the order in which they come."""
    for name in PRIORITIES:
        for clock, minutes in spec.targets[name].items():
            if minutes is not None and not is_count(minutes):
                raise Unsound(f"{name} {clock} is not a number of minutes: {minutes!r}")
    if not is_count(spec.warn_share) or spec.warn_share >= 100:
        raise Unsound(f"the warning comes before the deadline, not at {spec.warn_share!r} %")
    for step in spec.steps:
        if step.deed not in DEEDS:
            raise Unsound(f"nobody knows how to {step.deed!r}")
        if not is_count(step.share):
            raise Unsound(f"{step.share!r} is not a share in percent")
    if list(spec.steps) != sorted(spec.steps, key=lambda step: step.share):
        raise Unsound("the steps are not in order")
    return spec


def is_count(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and number >= 1


def plain(text: str) -> str:
    return text.strip().casefold()
