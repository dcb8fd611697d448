"""The same webhook and the same message, read by many workers at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from activity.chats import receiving
from activity.models import Activity
from leads.models import Lead
from tests.activity.chats.meta import kept, webhook, wrote
from tests.racing import alone

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 6


def read_until_done(payload_id: UUID) -> None:
    while receiving.read(payload_id) is not None:
        pass  # another worker makes the customer a lead at this moment


def test_one_customer_one_lead_and_each_message_once() -> None:
    """A dozen webhooks, each with the same message and one of its own, of somebody whom nobody knows."""
    bodies = [webhook(wrote(), wrote("more", id=f"wamid.own{number}")) for number in range(12)]
    payloads = [kept(body).pk for body in bodies]
    with ThreadPoolExecutor(WORKERS) as workers:
        said = list(workers.map(lambda key: alone(lambda: read_until_done(key)), [*payloads, *payloads]))
    assert said == [None] * 24
    assert Lead.objects.count() == 1
    assert Activity.objects.filter(type="whatsapp").count() == 13
