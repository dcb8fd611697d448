"""Which policy holds for a lead: the first in order whose conditions it meets, the fallback otherwise."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from assignments.policies.models import PolicyVersion
from assignments.policies.spec import PolicySpec


@dataclass(frozen=True)
class Edition:
    """A policy as it is now: its newest version."""

    policy_id: UUID
    version_id: UUID
    name: str
    number: int
    is_fallback: bool
    spec: PolicySpec

    @classmethod
    def of(cls, version: PolicyVersion) -> "Edition":
        policy = version.policy
        spec = PolicySpec.from_json(version.spec)
        return cls(policy.pk, version.pk, policy.name, version.number, policy.is_fallback, spec)

    def failing(self, *, source: str, categories: Iterable[str]) -> tuple[str, ...]:
        """The names of the conditions that keep it from a lead; the fallback has none."""
        return () if self.is_fallback else self.spec.conditions.failing(source=source, categories=categories)


@dataclass(frozen=True)
class PolicyBook:
    """All policies in use, in the order in which they are tried. Load it once for a batch of leads."""

    editions: tuple[Edition, ...]

    @classmethod
    def load(cls) -> "PolicyBook":
        """One query."""
        return cls(tuple(Edition.of(version) for version in PolicyVersion.objects.in_force()))

    def choose(self, *, source: str, categories: Iterable[str] = ()) -> Edition | None:
        """None only where a shop has no fallback."""
        asked = tuple(categories)
        fitting = (one for one in self.editions if not one.failing(source=source, categories=asked))
        return next(fitting, None)

    def tried(
        self, *, source: str, categories: Iterable[str] = ()
    ) -> Iterator[tuple[Edition, tuple[str, ...]]]:
        """Each policy up to the one that holds, with the conditions that kept it from this lead."""
        asked = tuple(categories)
        for edition in self.editions:
            failing = edition.failing(source=source, categories=asked)
            yield edition, failing
            if not failing:
                return
