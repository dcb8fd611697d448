"""Two colleagues at once: deeds on connections of their own that all wait for one lead before any goes on."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from django.db import connection, transaction

from tests.database.access import one, owner_connection, run

WAITING = (
    "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
)
PATIENCE = 4.0  # less than the web role's lock_timeout


def at_once(lead_id: UUID, *deeds: Callable[[], object]) -> list[object]:
    """What each deed returned or raised. The test must commit for real (transaction=True)."""
    with owner_connection() as link, ThreadPoolExecutor(len(deeds)) as pool:
        link.execute("select from leads where id = %s for update", [lead_id])
        futures = [pool.submit(alone, deed) for deed in deeds]
        met = until_waiting(len(deeds))
        link.rollback()
        results = [future.result() for future in futures]
    assert met == len(deeds), f"{met} of {len(deeds)} met at the lead: {results}"
    return results


def one_after_the_other(first: Callable[[], object], second: Callable[[], object]) -> tuple[object, object]:
    """What both returned or raised, where the second began before the first had committed and waited for it."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            done = first()
            future = pool.submit(alone, second)
            met = until_waiting(1)
        result = future.result()
    assert met == 1, f"the second did not wait: {result}"
    return done, result


def until_waiting(many: int) -> int:
    until = time.monotonic() + PATIENCE
    while waiting() < many and time.monotonic() < until:
        time.sleep(0.01)
    return waiting()


def waiting() -> int:
    """Statistics are read once a transaction, unless they are thrown away."""
    run("select pg_stat_clear_snapshot()")
    found: int = one(WAITING)
    return found


def alone(deed: Callable[[], object]) -> object:
    try:
        return deed()
    except Exception as error:
        return error
    finally:
        connection.close()


def alone_at_the_side(deed: Callable[[], object]) -> object:
    """On a connection of its own, which may be lost, while this one's transaction is open."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(alone, deed).result()
