from dataclasses import replace
from decimal import Decimal

import pytest

from assignments.routing.rules import LeadFacts, Rule, first_fitting, mentions
from leadsite.keys import new_id

WEST, NORTH = new_id(), new_id()
LEAD = LeadFacts(
    categories=("Flooring", "Wall"),
    location="Andheri West, Navi Mumbai",
    language="hi",
    source="referral",
    value=Decimal("50000.00"),
)


def rule(**conditions: object) -> Rule:
    return Rule("West", WEST, **conditions)


def test_a_rule_without_conditions_fits_every_lead() -> None:
    assert rule().fits(LeadFacts())


@pytest.mark.parametrize(
    ("conditions", "failing"),
    [
        ({"category": "flooring"}, ()),
        ({"category": "Lighting"}, ("category",)),
        ({"location": "mumbai"}, ()),
        ({"location": "Pune, Navi Mumbai"}, ()),
        ({"location": "Pune"}, ("location",)),
        ({"language": "hi"}, ()),
        ({"language": "es"}, ("language",)),
        ({"source": "Referral"}, ()),
        ({"source": "campaign"}, ("source",)),
        ({"value_from": Decimal("50000")}, ()),
        ({"value_from": Decimal("50000.01")}, ("value_from",)),
        ({"value_below": Decimal("50000.01")}, ()),
        ({"value_below": Decimal("50000")}, ("value_below",)),
        ({"category": "Wall", "language": "es", "source": "api"}, ("language", "source")),
    ],
)
def test_every_condition_of_a_rule_has_to_be_met(
    conditions: dict[str, object], failing: tuple[str, ...]
) -> None:
    assert rule(**conditions).failing(LEAD) == failing


@pytest.mark.parametrize("name", ["value_from", "value_below"])
def test_a_lead_whose_price_follows_meets_no_condition_about_its_value(name: str) -> None:
    assert rule(**{name: Decimal(1)}).failing(replace(LEAD, value=None)) == (name,)


@pytest.mark.parametrize(
    ("location", "places", "expected"),
    [
        ("Goalpara", "Goa", False),
        ("Panaji, Goa", "goa", True),
        ("मुंबई", "मुंबई", True),
        ("Mumbai (W)", "(W)", True),
        ("", "Goa", False),
        ("Goa", " , ", False),
    ],
)
def test_a_place_is_found_as_whole_words(location: str, places: str, expected: bool) -> None:
    assert mentions(location, places) is expected


def test_the_first_rule_that_fits_decides() -> None:
    west, north = rule(location="Mumbai"), Rule("North", NORTH, category="Flooring")
    assert first_fitting([north, west], LEAD) == north
    assert first_fitting([west, north], LEAD) == west


def test_a_lead_that_no_rule_fits_has_none() -> None:
    assert first_fitting([rule(location="Pune")], LEAD) is None
