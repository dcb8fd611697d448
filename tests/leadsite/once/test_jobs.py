"""What is over a day old is forgotten."""

from datetime import UTC, datetime, timedelta

import pytest

from leadsite import forgetting
from leadsite.once import jobs
from leadsite.once.models import IdempotencyKey

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 27, 6, tzinfo=UTC)


def answered(hours_ago: int) -> IdempotencyKey:
    return IdempotencyKey.objects.create(
        scope="api", actor_id="x", key=str(hours_ago), claimed_at=NOW - timedelta(hours=hours_ago), status=200
    )


def test_answers_go_after_a_day() -> None:
    recent = answered(23)
    answered(24)
    answered(50)
    assert jobs.prune(NOW) == 2
    assert list(IdempotencyKey.objects.all()) == [recent]


def test_a_backlog_goes_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "AT_ONCE", 2)
    for hours in range(30, 35):
        answered(hours)
    assert (jobs.prune(NOW), IdempotencyKey.objects.count()) == (5, 0)
