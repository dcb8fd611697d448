"""Which team a lead goes to: the first rule that fits it. Pure: facts in, a rule or none out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True)
class LeadFacts:
    """What rules ask of a lead. `value` is its latest quote's total in the shop's currency, None while
    unpriced; `language` the one that the form was read in, such as hi.
    """

    categories: tuple[str, ...] = ()
    location: str = ""
    language: str = ""
    source: str = ""
    value: Decimal | None = None


@dataclass(frozen=True)
class Rule:
    """A condition that is empty is no condition; a rule of none fits every lead."""

    name: str
    team_id: UUID
    category: str = ""
    location: str = ""
    language: str = ""
    source: str = ""
    value_from: Decimal | None = None
    value_below: Decimal | None = None

    def failing(self, lead: LeadFacts) -> tuple[str, ...]:
        """The names of the conditions that the lead does not meet."""
        met = {
            "category": not self.category or _among(self.category, lead.categories),
            "location": not self.location or mentions(lead.location, self.location),
            "language": not self.language or _among(self.language, [lead.language]),
            "source": not self.source or _among(self.source, [lead.source]),
            "value_from": self.value_from is None
            or (lead.value is not None and lead.value >= self.value_from),
            "value_below": self.value_below is None
            or (lead.value is not None and lead.value < self.value_below),
        }
        return tuple(name for name, fits in met.items() if not fits)

    def fits(self, lead: LeadFacts) -> bool:
        return not self.failing(lead)


def first_fitting(rules: Iterable[Rule], lead: LeadFacts) -> Rule | None:
    """`rules` in the order in which they are tried."""
    return next((rule for rule in rules if rule.fits(lead)), None)


def mentions(location: str, places: str) -> bool:
    """Whether one of the places, which commas part, is in the location as whole words, in any case."""
    text = location.casefold()
    wanted = (place.strip().casefold() for place in places.split(","))
    return any(re.search(rf"(?<!\w){re.escape(place)}(?!\w)", text) for place in wanted if place)


def _among(wanted: str, values: Iterable[str]) -> bool:
    return wanted.casefold() in {value.casefold() for value in values}
