"""What a text costs while the breaker of its provider is open, beside a provider that answers at once.

Run: .venv/bin/python -m bench.breaker
The real channel of texts and the real database, kept in BENCH_DIR (.cache/bench); the provider is a thread of
this process. What the breaker noted is forgotten in the end.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable

from bench.machine import header
from bench.workbench import environment, made

LEADS, CALLS, WANTED_MS = 300, 300, 10.0


def milliseconds(call: Callable[[], object]) -> list[float]:
    found = []
    for _ in range(CALLS):
        begin = time.perf_counter()
        call()
        found.append((time.perf_counter() - begin) * 1000)
    return sorted(found)


def refused(send: Callable[[], object]) -> None:
    from activity.outbox.channels import TryLater

    try:
        send()
    except TryLater:
        return
    raise AssertionError("the breaker let it pass")


def measured() -> tuple[list[float], list[float]]:
    """Milliseconds of each text: answered by the provider, and refused by the open breaker."""
    from django.db import connection

    from activity.outbox.models import OutgoingMessage
    from activity.texts.twilio import BREAKER, TwilioChannel
    from leadsite.outside.breaker import FAILURES
    from tests.providers.twilio import ACCOUNT, SENDER, TOKEN, FakeTwilio

    message = OutgoingMessage(address="+919876543210", text="Your panels are ready.")
    with FakeTwilio() as provider:
        channel = TwilioChannel(ACCOUNT, TOKEN, SENDER, provider.url())

        def send() -> object:
            return channel.send(message, idempotency_key="one")

        BREAKER.close()
        answered = milliseconds(send)
        for _ in range(FAILURES):
            BREAKER.failed("It answered 500.")
        resting = milliseconds(lambda: refused(send))
        BREAKER.close()
    connection.close()
    return answered, resting


def report(answered: list[float], resting: list[float]) -> int:
    middle, late = statistics.median(resting), resting[int(CALLS * 0.95)]
    verdict = "" if late < WANTED_MS else "  MISSED"
    print(f"closed, answered at once: median {statistics.median(answered):.2f} ms")
    print(f"open: median {middle:.2f} ms, p95 {late:.2f} ms, slowest {resting[-1]:.2f} ms{verdict}")
    print(f"a provider that answers at once takes {statistics.median(answered) / middle:.1f} times longer")
    return int(late >= WANTED_MS)


def main() -> int:
    print(
        header(f"A text while its provider is left alone (wanted: p95 under {WANTED_MS:.0f} ms)"), flush=True
    )
    folder = made(LEADS)
    os.environ.pop("DATABASE_URL", None)
    os.environ.update(environment(folder), DJANGO_SETTINGS_MODULE="leadsite.settings")
    from leadsite.embedded.running import running

    with running(folder.resolve()):
        import django

        django.setup()
        return report(*measured())


if __name__ == "__main__":
    sys.exit(main())
