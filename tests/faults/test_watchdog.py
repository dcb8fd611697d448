"""A server that is silent for ever on every warm connection: only the watchdog frees who waits for it."""

import contextlib
import time

import pytest

from tests.faults.scenarios import refused, silent_failover
from tests.faults.shop import Shop, lost_or_doubled
from tests.faults.traffic import NUMBERS, Line, Sent, quote

pytestmark = pytest.mark.faults

# Each from a connection of its own: the workers share these out by chance, and each gets some.
ENOUGH_FOR_ALL_WORKERS = 40
PATIENCE_SECONDS = 30


def test_quotes_reach_the_database_again_while_the_old_connections_stay_silent(shop: Shop) -> None:
    product = shop.product()
    warm_up_every_thread(shop, product)
    with silent_failover(shop):
        sent = posts_until_stored(shop, product, ENOUGH_FOR_ALL_WORKERS)
        shop.wait_until_drained(PATIENCE_SECONDS)
        assert any(post.warning for post in sent), "the fault was not felt: nothing was proved"
        assert {post.status for post in sent} == {201}
        assert lost_or_doubled(shop, sent) == ([], [])


def warm_up_every_thread(shop: Shop, product: str) -> None:
    """After an outage that every worker has felt, its sweeper has a connection too, not only its committer."""
    with refused(shop):
        for _ in range(ENOUGH_FOR_ALL_WORKERS):
            post(shop, product)
    posts_until_stored(shop, product, ENOUGH_FOR_ALL_WORKERS)
    shop.wait_until_drained(PATIENCE_SECONDS)


def posts_until_stored(shop: Shop, product: str, wanted: int) -> list[Sent]:
    """Post until `wanted` quotes went straight into the database; the others wait on disk."""
    sent: list[Sent] = []
    end = time.monotonic() + PATIENCE_SECONDS
    while sum(not one.warning for one in sent) < wanted:
        assert time.monotonic() < end, f"of {len(sent)} quotes {wanted} should have gone into the database"
        sent.append(post(shop, product))
    return sent


def post(shop: Shop, product: str) -> Sent:
    with contextlib.closing(Line(shop.port)) as line:
        return line.post(quote(next(NUMBERS), product))
