"""What a text costs while the breaker of its provider is open, beside a provider that answers at once.

Run: .venv/bin/python -m bench.breaker
The real channel of texts and the real database, kept in BENCH_DIR (.cache/bench); the provider is a process
of this machine. What the breaker noted is forgotten in the end.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from bench.machine import ROOT, header
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


def measure() -> int:
    """In a process that has the settings of the kept database."""
    import django

    django.setup()
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
    return report(answered, resting)


def report(answered: list[float], resting: list[float]) -> int:
    middle, late = statistics.median(resting), resting[int(CALLS * 0.95)]
    verdict = "" if late < WANTED_MS else "  MISSED"
    print(f"closed, answered at once: median {statistics.median(answered):.2f} ms")
    print(f"open: median {middle:.2f} ms, p95 {late:.2f} ms, slowest {resting[-1]:.2f} ms{verdict}")
    print(f"a provider that answers at once takes {statistics.median(answered) / middle:.1f} times longer")
    return int(late >= WANTED_MS)


def main() -> int:
    if sys.argv[1:] == ["measure"]:
        return measure()
    print(
        header(f"A text while its provider is left alone (wanted: p95 under {WANTED_MS:.0f} ms)"), flush=True
    )
    words = [sys.executable, "-m", "bench.breaker", "measure"]
    return subprocess.run(words, cwd=ROOT, env=environment(made(LEADS)), check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
