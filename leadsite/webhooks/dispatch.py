"""Sends what waits: of each lead one after the other, of different leads side by side, by many workers.

A worker puts the next try of what it sends a minute off, in a transaction of its own; if it dies, another one
sends the same again then. A receiver may meet a delivery twice, under the same webhook-id; it loses none.
"""

import random
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from leads.models import Lead
from leadsite.webhooks import signing, turns
from leadsite.webhooks.models import DeliveryState, WebhookDelivery, WebhookEndpoint
from leadsite.webhooks.sending import Letter, Result, send

BATCH = 32  # all at once: it takes no longer than its slowest, the name service included
CLAIM = timedelta(minutes=1)  # longer than that
# Between the tries; after the last one it is given up, two days and a half after it happened.
PAUSES = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 30, 120, 600, 3600, 3 * 3600, 6 * 3600, 24 * 3600, 24 * 3600)
)
JITTER = 0.2
PATIENCE, REST = 10, timedelta(minutes=5)  # so many failures in a row of all leads together, so long a pause


def send_waiting(*, now: datetime) -> bool:
    """Send a batch of those whose turn it is; whether there was any."""
    claimed = claim(now)
    with ThreadPoolExecutor(BATCH) as threads:
        results = list(threads.map(send, map(letter, claimed)))
    with transaction.atomic():
        for delivery, result in zip(claimed, results, strict=True):
            settle(delivery, result, now)
        turns.stand_back([one.pk for one, result in zip(claimed, results, strict=True) if result.error])
        settle_endpoints(zip(claimed, results, strict=True), now)
    return bool(claimed)


def claim(now: datetime) -> list[WebhookDelivery]:
    """Ours for a minute. What tells of suspects is held until a person clears them."""
    with transaction.atomic():
        keys = turns.next_ones(now, BATCH)
        if len(keys) < BATCH:  # there is time for it, or somebody may be hidden
            turns.latecomers_stand_back(now, CLAIM)
        mine = WebhookDelivery.objects.filter(pk__in=keys, state=DeliveryState.WAITING, next_at__lte=now)
        locked = list(mine.select_related("endpoint").select_for_update(of=("self",), skip_locked=True))
        suspects = set(
            Lead.objects.suspect().filter(pk__in={one.lead_id for one in locked}).values_list("pk", flat=True)
        )
        WebhookDelivery.objects.filter(pk__in=[one.pk for one in locked if one.lead_id in suspects]).update(
            state=DeliveryState.HELD
        )
        taken = [one for one in locked if one.lead_id not in suspects]
        WebhookDelivery.objects.filter(pk__in=[one.pk for one in taken]).update(next_at=now + CLAIM)
    return taken


def letter(delivery: WebhookDelivery) -> Letter:
    content = {
        "id": str(delivery.pk),
        "number": delivery.number,
        "type": f"lead.{delivery.event}",
        "timestamp": delivery.noted_at.isoformat(),
        "data": delivery.body,
    }
    return Letter(delivery.pk, delivery.endpoint.url, content, signing.secrets_of(delivery.endpoint))


def settle(delivery: WebhookDelivery, result: Result, now: datetime) -> None:
    """Only where it is still ours: an erased one is gone, one sent again meanwhile is another's."""
    tries = delivery.tries + 1
    learnt: dict[str, object] = {"tries": tries, "error": result.error}
    if not result.error:
        learnt |= {"state": DeliveryState.DELIVERED}
    elif tries > len(PAUSES) or result.is_gone:
        learnt |= {"state": DeliveryState.GAVE_UP}
    else:
        pause = PAUSES[tries - 1] * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311  # no secret
        learnt |= {"next_at": now + max(pause, timedelta(seconds=min(result.after or 0.0, 24 * 3600)))}
    ours = WebhookDelivery.objects.filter(pk=delivery.pk, tries=delivery.tries, next_at=now + CLAIM)
    ours.filter(state=DeliveryState.WAITING).update(**learnt)


def settle_endpoints(done: Iterable[tuple[WebhookDelivery, Result]], now: datetime) -> None:
    by_endpoint: dict[UUID, list[Result]] = {}
    for delivery, result in done:
        by_endpoint.setdefault(delivery.endpoint_id, []).append(result)
    for key, results in sorted(by_endpoint.items(), key=lambda item: str(item[0])):
        settle_endpoint(WebhookEndpoint.objects.filter(pk=key), results, now)


def settle_endpoint(rows: QuerySet[WebhookEndpoint], results: Collection[Result], now: datetime) -> None:
    """One that takes nothing is left alone for a while; one that is gone for good."""
    errors = [result.error for result in results if result.error]
    if len(errors) < len(results):
        rows.update(failures=0, rests_until=None, last_error=errors[-1] if errors else "")
        return
    rows.update(failures=F("failures") + len(errors), last_error=errors[-1])
    rows.filter(failures__gte=PATIENCE).update(rests_until=now + REST)
    if any(result.is_gone for result in results):
        rows.update(is_active=False, last_error="It answered 410: it wants to be told nothing more.")
