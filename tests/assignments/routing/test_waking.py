"""What kept leads waiting has changed: they are looked at again at once."""

from datetime import timedelta

import pytest

from assignments import publishing
from assignments.calendars.drafts import Hours
from assignments.models import LeadClock
from assignments.routing.router import route_waiting
from assignments.routing.waking import reconsider
from tests.assignments.routing.teams import EVENING, NOON, clock, neha, owner, team, waiting

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=5)


@pytest.mark.parametrize(("hindrance", "expected"), [("closed", NOON), ("nobody", NOON), ("failed", LATER)])
def test_all_are_tried_again_but_those_that_raised_an_error(hindrance: str, expected: object) -> None:
    lead = waiting()
    LeadClock.objects.update(route_at=LATER, route_hindrance=hindrance)
    reconsider(now=NOON)
    assert clock(lead).route_at == expected


def test_a_lead_that_has_an_owner_is_not_looked_at_again() -> None:
    lead = waiting()
    LeadClock.objects.update(route_at=None, route_hindrance="nobody")
    assert reconsider(now=NOON) == 0
    assert clock(lead).route_at is None


def test_a_team_that_works_longer_from_now_on_gets_what_waits() -> None:
    sales = team(neha())
    lead = waiting(asked=EVENING)
    route_waiting(now=EVENING)
    assert owner(lead) is None
    draft = Hours("Asia/Kolkata", (((0, 1440),),) * 7).draft(range(2025, 2037))
    publishing.publish_calendar(sales.calendar, draft, expected=1, note="", actor=None, now=EVENING)
    route_waiting(now=EVENING)
    assert owner(lead) == "neha"
