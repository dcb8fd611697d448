"""Many SMS of one stranger at the same moment: one lead, each SMS once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.utils import timezone

from activity.models import Activity
from activity.texts import incoming
from leads.models import Lead
from tests.racing import alone

pytestmark = pytest.mark.django_db(transaction=True)


def take(number: int) -> None:
    incoming.take(
        provider="twilio", provider_id=f"SM{number}", sender="+919899999999", text="Hello", now=timezone.now()
    )


def test_one_stranger_becomes_one_lead() -> None:
    numbers = [number for number in range(6) for _ in range(2)]
    with ThreadPoolExecutor(6) as workers:
        list(workers.map(lambda number: alone(lambda: take(number)), numbers))
    assert (Lead.objects.count(), Activity.objects.of_types(["sms"]).count()) == (1, 6)
