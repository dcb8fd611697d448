from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from leadsite.offline.jobs import KEPT_FOR, MARGIN, prune
from leadsite.offline.models import OfflineAction, OfflineDevice
from tests.leads.facts import lead
from tests.leadsite.offline.queued import action, post, send
from tests.people import in_role

pytestmark = pytest.mark.django_db


def test_receipts_are_forgotten_when_no_device_can_still_ask() -> None:
    row, neha = lead(), in_role("Sales")
    send(neha, action(row), action(row))
    first = OfflineAction.objects.order_by("received_at")[0]
    assert prune(first.received_at + KEPT_FOR - timedelta(seconds=1)) == 0
    assert prune(timezone.now() + KEPT_FOR) == 2


def test_a_device_that_nobody_uses_is_forgotten_once_its_receipts_are() -> None:
    neha, now = in_role("Sales"), timezone.now()
    idle, working = uuid4(), uuid4()
    for device in (idle, working):
        OfflineDevice.objects.used(device, neha, now)
    post(neha, action(lead()), device=str(working))
    late = now + KEPT_FOR + MARGIN
    OfflineAction.objects.update(received_at=late)
    assert prune(late - timedelta(minutes=1)) == 0
    assert prune(late + timedelta(minutes=1)) == 1
    assert [row.device for row in OfflineDevice.objects.all()] == [working]
    assert prune(late + KEPT_FOR) == 2


def test_a_device_that_is_used_is_kept_and_noted_once_a_day() -> None:
    neha, device, now = in_role("Sales"), uuid4(), timezone.now()
    made = OfflineDevice.objects.used(device, neha, now)
    for hours in (1, 25, 26):
        OfflineDevice.objects.used(device, neha, now + timedelta(hours=hours))
    made.refresh_from_db()
    assert made.used_at == now + timedelta(hours=25)
