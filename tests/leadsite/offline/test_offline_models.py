"""What the database itself refuses to keep of queues, whoever writes it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from leadsite.offline.actions import DEEDS
from leadsite.offline.models import KINDS, OfflineAction, OfflineDevice
from tests.leads.facts import lead
from tests.people import in_role

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def test_receipts_are_of_what_may_be_done_without_network() -> None:
    assert set(KINDS) == set(DEEDS)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "delete"},
        {"body_hash": "0" * 63},
        {"body_hash": "G" * 64},
        {"version_found": NOW},
        {"version_left": NOW},
        {"version_found": NOW, "version_left": NOW - timedelta(seconds=1)},
    ],
)
def test_a_receipt_that_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    facts = {"key": uuid4(), "person_id": "neha", "kind": "note", "lead": lead(), "body_hash": "0" * 64}
    with pytest.raises(IntegrityError), transaction.atomic():
        OfflineAction.objects.create(**{**facts, **wrong})
    OfflineAction.objects.create(**facts)


def test_a_secret_that_is_too_short_is_refused() -> None:
    with pytest.raises(IntegrityError):
        OfflineDevice.objects.create(device=uuid4(), person=in_role("Sales"), secret=b"short")
