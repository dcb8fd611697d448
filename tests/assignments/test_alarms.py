"""What makes health degraded although the site works."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from assignments import alarms
from assignments.clocks.models import DeadlineCheck, LeadClock
from assignments.models import Assignment
from tests import people
from tests.leads import facts

pytestmark = pytest.mark.django_db


def read() -> dict[str, int]:
    with connection.cursor() as cursor:
        return alarms.read(cursor)


def test_all_is_quiet_where_leads_wait_for_their_turn() -> None:
    facts.lead()
    assert read() == {"routing_failed": 0, "nobody_available": 0, "steps_failed": 0, "deadlines_wrong": 0}


def test_each_trouble_is_counted() -> None:
    for number, changed in enumerate(
        ({"route_hindrance": "failed"}, {"route_hindrance": "nobody"}, {"failures": 2}), 1
    ):
        LeadClock.objects.filter(lead=facts.lead(number)).update(route_at=timezone.now(), **changed)
    worked = facts.worked(facts.lead(4), people.in_role("Sales"))
    Assignment.objects.filter(lead=worked).update(failures=1)
    for hours, differing in ((2, 9), (1, 3)):  # the last one counts
        checked_at = timezone.now() - timedelta(hours=hours)
        DeadlineCheck.objects.create(checked_at=checked_at, looked_at=10, differing=differing)
    assert read() == {"routing_failed": 1, "nobody_available": 1, "steps_failed": 2, "deadlines_wrong": 3}


def test_what_failed_for_a_wait_that_is_over_troubles_nobody() -> None:
    over = [LeadClock.objects.filter(lead=facts.lead(number)) for number in (1, 2)]
    over[0].update(failures=3, next_step_at=None, answered_at=timezone.now())
    over[1].update(failures=3, next_step_at=None, stopped_at=timezone.now())
    worked = facts.worked(facts.lead(4), people.in_role("Sales"))
    Assignment.objects.filter(lead=worked).update(failures=1, status="reassigned")
    assert read()["steps_failed"] == 0
