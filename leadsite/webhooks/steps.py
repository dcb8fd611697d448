"""What colleagues do about webhooks."""

from datetime import datetime

from django.db.models import QuerySet

from leadsite.webhooks.models import DeliveryState, WebhookDelivery, WebhookEndpoint


def send_again(*, deliveries: QuerySet[WebhookDelivery], now: datetime) -> int:
    """How many of these are sent once more, under the same webhook-id; what waits or is held stays so."""
    settled = WebhookDelivery.objects.repeatable().filter(pk__in=deliveries.values("pk"))
    return settled.update(state=DeliveryState.WAITING, tries=0, error="", next_at=now)


def new_secret(*, endpoint: WebhookEndpoint, seen: int) -> bool:
    """The earlier one signs nothing from now on. False where it is no longer the one that was seen."""
    mine = WebhookEndpoint.objects.filter(pk=endpoint.pk, generation=seen)
    made = bool(mine.update(generation=seen + 1))
    if made:
        endpoint.generation = seen + 1
    return made


def wake(*, endpoint: WebhookEndpoint) -> None:
    """Whoever saves it has looked at it: it is tried again at once."""
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(failures=0, rests_until=None)
