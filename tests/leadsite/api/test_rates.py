"""One count of a minute, for all who share the database."""

from datetime import timedelta

import pytest
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from leadsite.api import jobs, rates
from leadsite.api.models import RequestCount
from leadsite.api.problems import Problem
from tests.leadsite.api.asking import Asking
from tests.people import in_role

pytestmark = pytest.mark.django_db


def counted(who: str) -> int:
    found = rates.count(who)
    assert found is not None
    return found.requests


def test_each_is_counted_alone() -> None:
    assert [counted("neha"), counted("neha"), counted("rajesh")] == [1, 2, 1]


def test_a_new_minute_begins_at_one() -> None:
    counted("neha")
    RequestCount.objects.update(minute=timezone.now() - timedelta(minutes=2))
    assert counted("neha") == 1


def test_above_the_most_one_waits_for_the_next_minute() -> None:
    rates.bound("neha", 1)
    with pytest.raises(Problem) as refused:
        rates.bound("neha", 1)
    assert (refused.value.status, refused.value.code) == (429, "too_many_requests")


@pytest.mark.parametrize(
    "trouble", [OperationalError("no space left on device"), InterfaceError("the connection is closed")]
)
def test_where_nobody_can_count_nobody_is_refused(
    monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    class Away:
        def cursor(self) -> None:
            raise trouble

    asking = Asking(in_role("Sales"))
    monkeypatch.setattr(rates, "connection", Away())
    assert asking.get("v1/leads").status_code == 200


def test_who_asks_no_more_is_forgotten() -> None:
    counted("neha")
    RequestCount.objects.update(minute=timezone.now() - timedelta(hours=2))
    counted("rajesh")
    jobs.prune_request_counts(timestamp=0)
    assert [row.who for row in RequestCount.objects.all()] == ["rajesh"]
