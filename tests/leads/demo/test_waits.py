"""Made-up customers waited by the promises that real ones have: the nightly check agrees."""

import pytest
from django.apps import apps
from django.utils import timezone

from assignments import defaults
from assignments.clocks.checking import check
from assignments.models import LeadClock
from leads.demo import generation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def generated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four hundred leads, two of the last two days: one run with what a new shop begins with."""
    monkeypatch.setattr(generation, "TEMPLATES", 5)
    now = timezone.now()
    defaults.make(apps, now)
    generation.generate(400, now=now, progress=lambda _: None)


def test_the_nightly_check_looks_at_them_and_finds_nothing(generated: None) -> None:
    found = check(now=timezone.now())
    assert (found.looked_at, found.differing) == (400, 0)


def test_each_has_its_versions_a_verdict_or_an_open_deadline_and_no_step_that_is_due(generated: None) -> None:
    clocks = LeadClock.objects.all()
    assert (clocks.count(), clocks.filter(policy_version=None).count()) == (400, 0)
    assert clocks.filter(calendar_version=None).count() == clocks.filter(deadline=None).count() == 0
    assert 0 < clocks.exclude(missed_at=None).count() < 300
    assert clocks.filter(next_step_at__isnull=False).count() == clocks.exclude(route_at=None).count() == 0
