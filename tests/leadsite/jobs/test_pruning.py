"""What is over is kept for a while."""

import pytest
from django.utils import timezone

from leadsite import forgetting
from leadsite.jobs import pruning
from leadsite.jobs.models import DutyBeat, Job
from tests.leadsite.jobs.rows import finished, job

pytestmark = pytest.mark.django_db


def left() -> set[object]:
    pruning.prune(timezone.now())
    return set(Job.objects.values_list("pk", flat=True))


def test_finished_jobs_go_after_a_week() -> None:
    recent = finished(job(status="succeeded"), days_ago=6)
    for status in ("succeeded", "cancelled", "aborted"):
        finished(job(status=status), days_ago=8)
    assert left() == {recent.pk}


def test_failed_jobs_go_after_a_quarter_of_a_year() -> None:
    recent = finished(job(status="failed"), days_ago=89)
    finished(job(status="failed"), days_ago=91)
    assert left() == {recent.pk}


def test_what_is_not_over_stays_however_old() -> None:
    old = [finished(job(status=status), days_ago=1000) for status in ("todo", "doing")]
    assert left() == {found.pk for found in old}


def test_a_backlog_goes_in_many_transactions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "AT_ONCE", 2)
    for _ in range(5):
        finished(job(status="succeeded"), days_ago=8)
    assert pruning.prune(timezone.now()) == 5


def test_beats_of_duties_that_are_no_more_go_after_a_day() -> None:
    now = timezone.now()
    DutyBeat.objects.create(name="old", beat_at=now - pruning.BEATS_KEPT * 2)
    DutyBeat.objects.create(name="new", beat_at=now)
    left()
    assert list(DutyBeat.objects.values_list("name", flat=True)) == ["new"]
