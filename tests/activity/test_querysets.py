"""The questions staff ask about the log."""

from datetime import UTC, datetime

import pytest

from activity.models import Activity
from leads.models import Lead

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


def log(kind: str, status: str, message: str, **metadata: str) -> None:
    lead = Lead.objects.first() or Lead.objects.create(name="Priya Sharma", email="priya@example.com")
    Activity.objects.create(lead=lead, type=kind, status=status, message=message, metadata=metadata)


def messages(found: "object") -> list[str]:
    assert hasattr(found, "values_list")
    return list(found.values_list("message", flat=True))


def test_follow_ups_that_are_due_come_oldest_first() -> None:
    log("follow_up", "pending", "late", scheduled_for="2026-11-21T10:00:00Z")
    log("follow_up", "pending", "later", scheduled_for="2026-11-20T10:00:00Z")
    log("follow_up", "pending", "not yet", scheduled_for="2026-11-21T10:00:01Z")
    log("follow_up", "completed", "done", scheduled_for="2026-11-20T10:00:00Z")
    log("booking", "pending", "a visit", starts_at="2026-11-20T10:00:00Z")
    assert messages(Activity.objects.pending_follow_ups().due_by(TEN)) == ["later", "late"]


def test_approvals_that_wait() -> None:
    log("approval", "pending", "waits")
    log("approval", "approved", "answered")
    log("follow_up", "pending", "another type", scheduled_for="2026-11-20T10:00:00Z")
    assert messages(Activity.objects.pending_approvals()) == ["waits"]


def test_open_rows_whose_time_nobody_can_read() -> None:
    log("follow_up", "pending", "soon?", scheduled_for="soon")
    log("booking", "pending", "no time")
    log("follow_up", "cancelled", "closed", scheduled_for="soon")
    log("follow_up", "pending", "fine", scheduled_for="2026-11-20T10:00:00Z")
    log("note", "completed", "never due")
    assert sorted(messages(Activity.objects.without_due_time())) == ["no time", "soon?"]


def test_the_log_reads_newest_first() -> None:
    for message in ("first", "second", "third"):
        log("note", "completed", message)
    assert messages(Activity.objects.newest_first()) == ["third", "second", "first"]
