from datetime import timedelta

import pytest
from django.utils import timezone

from leadsite.offline.jobs import KEPT_FOR, prune
from leadsite.offline.models import OfflineAction
from tests.leads.facts import lead
from tests.leadsite.offline.queued import action, send
from tests.people import in_role

pytestmark = pytest.mark.django_db


def test_receipts_are_forgotten_when_no_device_can_still_ask() -> None:
    row, neha = lead(), in_role("Sales")
    send(neha, action(row), action(row))
    first = OfflineAction.objects.order_by("received_at")[0]
    assert prune(first.received_at + KEPT_FOR - timedelta(seconds=1)) == 0
    assert prune(timezone.now() + KEPT_FOR) == 2
