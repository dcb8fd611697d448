"""Leads by the million, set by set: each batch is one statement (generation.sql), and one for its clocks."""

import os
import random
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from psycopg.types.json import Jsonb

from assignments.clocks.promises import Promises
from leads.demo import catalogue, people, waits
from leads.quoting import folio, snapshot
from leads.quoting.calculator import LineRequest, price
from leads.quoting.models import PriceListVersion
from leads.quoting.price_list import PriceList
from leadsite.accounts.models import User

BATCH_OF_LEADS = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
BATCH = 5_000
WORKERS = 2
TEMPLATES = 200  # different quotes, each given a folio and a date of its own
SPAN = timedelta(days=365)
VALID_FOR = timedelta(days=15)


@dataclass(frozen=True)
class Plan:
    """What every batch of one run shares: each lead asked `pause` after the one before, the last one now."""

    start: datetime
    now: datetime
    pause: timedelta
    tag: str
    quotes: list[Jsonb]
    owners: list[tuple[str, str]]
    promises: Promises

    @classmethod
    def of(cls, leads: int, now: datetime) -> "Plan":
        prices = price_list(now)
        return cls(
            start=now - SPAN,
            now=now,
            pause=SPAN / leads,
            tag=os.urandom(4).hex(),
            quotes=[Jsonb(quote(prices, random.Random(seed), now)) for seed in range(TEMPLATES)],  # noqa: S311  # made-up baskets
            owners=list(User.objects.filter(is_staff=True).values_list("identifier", "name"))
            or [(colleague.identifier, colleague.name) for colleague in people.STAFF],
            promises=Promises(),
        )


def generate(leads: int, *, now: datetime, progress: Callable[[int], object]) -> None:
    """Make so many leads with ten activities each; `progress` hears how many were added.

    Batches are committed one by one: an interrupted run leaves whole leads behind.
    """
    plan = Plan.of(leads, now)
    batches = deque((first, min(BATCH, leads - first)) for first in range(0, leads, BATCH))
    with ThreadPoolExecutor(WORKERS) as pool:
        workers = [pool.submit(work, plan, batches, progress) for _ in range(WORKERS)]
        try:
            for worker in as_completed(workers):
                worker.result()
        finally:
            batches.clear()  # after an error or Ctrl-C the others end with the batch they are at


def work(plan: Plan, batches: deque[tuple[int, int]], progress: Callable[[int], object]) -> None:
    try:
        # All draw from one line, so that neighbouring batches are written at the same time.
        while batch := next_of(batches):
            store(plan, *batch)
            progress(batch[1])
    finally:
        connection.close()


def next_of(batches: deque[tuple[int, int]]) -> tuple[int, int] | None:
    try:
        return batches.popleft()
    except IndexError:  # another worker took the last one
        return None


def store(plan: Plan, first: int, size: int) -> None:
    folios = [folio.make(os.urandom(folio.BYTES)) for _ in range(size)]
    parameters: dict[str, Any] = {
        "first": first,
        "folios": folios,
        "start": plan.start,
        "now": plan.now,
        "pause": plan.pause,
        "tag": plan.tag,
        "quotes": plan.quotes,
        "owner_ids": [identifier for identifier, _ in plan.owners],
        "owner_names": [name for _, name in plan.owners],
    }
    with transaction.atomic(), connection.cursor() as cursor:
        # Made-up leads may be lost with the power.
        cursor.execute("set local synchronous_commit = off")
        cursor.execute(BATCH_OF_LEADS, parameters)
        waits.store(folios, plan.promises, plan.now)


def price_list(now: datetime) -> PriceList:
    """The newest published one; the demo's where none is."""
    version = PriceListVersion.objects.first()
    if version:
        return version.value()
    return PriceList(1, settings.CURRENCY, now, tuple(catalogue.values()))


def quote(prices: PriceList, dice: random.Random, now: datetime) -> dict[str, object]:
    """A quote of one to three lines. The statement gives each lead's copy its own folio and dates."""
    items = dice.sample(prices.items, min(len(prices.items), dice.choice((1, 1, 2, 3))))
    requests = [LineRequest(item.slug, Decimal(dice.randrange(1, 200) * 5)) for item in items]
    priced = price(prices, requests)
    return snapshot.build(priced, folio="", computed_at=now, valid_until=now + VALID_FOR)


def settle() -> None:
    """Statistics and visibility for what was added, as autovacuum would see to it later. Owner only."""
    with connection.cursor() as cursor:
        for table in ("leads", "lead_products", "submissions", "assignments", "lead_activity", "lead_clocks"):
            cursor.execute(f"vacuum (analyze) {table}")
