"""Copies of one action at the same moment, on connections of their own."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.utils import timezone

from activity.models import Activity
from leads.models import Lead
from leadsite.offline.actions import read
from leadsite.offline.models import OfflineAction
from leadsite.offline.replaying import take
from tests.leads.facts import lead
from tests.leadsite.offline.queued import action, move
from tests.people import in_role
from tests.racing import alone

pytestmark = pytest.mark.django_db(transaction=True)
COPIES = 10


@pytest.mark.parametrize("kind", ["note", "status"])
def test_of_ten_copies_at_once_one_is_done_and_nine_are_told_so(kind: str) -> None:
    row, neha = lead(), in_role("Sales")
    now = timezone.now()
    sent = read(move(row, "contacted") if kind == "status" else action(row), now)

    def deed() -> str:
        return take(sent, user=neha, site="", now=now).result

    with ThreadPoolExecutor(COPIES) as pool:
        told = [future.result() for future in [pool.submit(alone, deed) for _ in range(COPIES)]]
    assert sorted(map(str, told)) == ["already"] * (COPIES - 1) + ["done"]
    logged = "note" if kind == "note" else "status_change"
    assert Activity.objects.filter(type=logged).count() == 1
    assert (Lead.objects.count(), OfflineAction.objects.count()) == (1, 1)
