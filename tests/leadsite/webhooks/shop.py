"""A shop whose leads another program is told of."""

from datetime import datetime

from django.utils import timezone

from leadsite.webhooks.dispatch import send_waiting
from leadsite.webhooks.models import WebhookEndpoint
from tests.providers.server import FakeProvider


def told(program: FakeProvider, *events: str) -> WebhookEndpoint:
    return WebhookEndpoint.objects.create(url=program.url("/in"), events=list(events))


def send_all(now: datetime | None = None) -> None:
    while send_waiting(now=now or timezone.now()):
        pass


def arrived(program: FakeProvider) -> list[str]:
    return [asked.json["type"] for asked in program.took]
