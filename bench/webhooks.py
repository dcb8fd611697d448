"""What telling other programs costs a quote that comes in, and how fast and in which order they are told.

Run: .venv/bin/python -m bench.webhooks [NOTES]      (of each of 200 leads)
The database is kept in BENCH_DIR (.cache/bench) and used again; what the first part stores is rolled back.
What is compared is CPU, of this process and its database connection together, in ratios of one run. The
program that is told runs in a process of its own, and refuses one delivery in ten in the second round. Last,
how long a worker looks for whose turn it is while 20,000 deliveries wait.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from bench.desk_costs import Cost, Meter
from bench.machine import ROOT, header
from bench.workbench import Line, environment, made, times

LEADS, TOLD = 300, 200
BACKLOG = 20_000
REFUSED = 0.1
PATIENCE = 60.0  # seconds


def receive(share_refused: float) -> None:
    """A program that takes deliveries but for some, says its port, and at the end what it took."""
    from tests.providers.server import TROUBLE, Answer, Asked, FakeProvider

    chance = random.Random(7)  # no secret

    class Program(FakeProvider):
        def answer(self, asked: Asked) -> Answer:
            with self.lock:
                if chance.random() < share_refused:
                    return TROUBLE
                self.took.append(asked)
            return Answer(200, {})

    with Program() as program:
        program.server.socket.listen(128)  # its own five are fewer than come at once
        print(program.url("/in"), flush=True)
        sys.stdin.read()
        print(json.dumps([(one.json["data"]["lead_id"], one.json["number"]) for one in program.took]))


class Program:
    """The receiving process: its address, and in the end what it took, in order."""

    def __init__(self, share_refused: float) -> None:
        words = [sys.executable, "-m", "bench.webhooks", "receive", str(share_refused)]
        self.process = subprocess.Popen(
            words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()

    def took(self) -> list[tuple[str, int]]:
        told, _ = self.process.communicate()
        return [(lead, number) for lead, number in json.loads(told)]


def tell(*urls: str) -> None:
    from leadsite.webhooks.models import WebhookEndpoint

    for url in urls:
        WebhookEndpoint.objects.create(url=url)


@contextmanager
def rolled_back() -> Iterator[None]:
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def taken_in(meter: Meter, programs: int) -> Cost:
    """A quote through the intake's own function, while so many programs want to be told; all rolled back."""
    from bench.routing import customer
    from leads.intake import at_once

    with rolled_back():
        tell(*(f"https://{number}.example.com/" for number in range(programs)))
        return meter.cost(lambda: at_once.store(customer()), seconds=4.0, least=200)


def intake(meter: Meter) -> Iterator[Line]:
    rounds = [{programs: taken_in(meter, programs) for programs in (0, 1, 5)} for _ in range(3)]
    best = {
        programs: min((one[programs] for one in rounds), key=lambda cost: cost["cpu"])
        for programs in rounds[0]
    }
    for programs, most in ((1, 1.7), (5, 2.5)):
        ratio = best[programs]["cpu"] / best[0]["cpu"]
        detail = f"{times(best[programs])} : {times(best[0])}"
        yield Line(f"quote with {programs} told : with none", ratio, most, detail=detail)


def noted(leads: list[UUID], notes: int) -> int:
    """So many notes on each lead, the leads in turn."""
    from activity.models import Activity

    for number in range(notes):
        Activity.objects.bulk_create(
            Activity(lead_id=lead, type="note", message=f"Samples sent, box {number}") for lead in leads
        )
    return len(leads) * notes


def sent(now: datetime) -> float:
    """Seconds until nothing waits any more; where nothing is due the clock of the tries goes on by itself."""
    from leadsite.webhooks.dispatch import send_waiting
    from leadsite.webhooks.models import DeliveryState, WebhookDelivery

    waiting = WebhookDelivery.objects.filter(state=DeliveryState.WAITING)
    begin = time.perf_counter()
    while time.perf_counter() - begin < PATIENCE:
        if not send_waiting(now=now):
            if not waiting.exists():
                break
            now += timedelta(seconds=10)
    return time.perf_counter() - begin


def deliveries(leads: list[UUID], notes: int) -> Iterator[Line]:
    from django.utils import timezone

    from leadsite.webhooks.models import WebhookEndpoint

    for name, refused in (("", 0.0), (", one in ten refused", REFUSED)):
        program = Program(refused)
        tell(program.url)
        count = noted(leads, notes)
        seconds = sent(timezone.now())
        took = program.took()
        WebhookEndpoint.objects.all().delete()
        yield Line(
            f"deliveries a second{name}",
            count / seconds,
            100,
            at_least=True,
            detail=f"{count} of {len(leads)} leads",
        )
        yield Line(f"taken otherwise than once{name}", abs(len(took) - count) + len(took) - len(set(took)), 0)
        yield Line(f"leads told out of order{name}", out_of_order(took), 0)


def out_of_order(took: list[tuple[str, int]]) -> int:
    by_lead = groupby(sorted(took, key=lambda one: one[0]), key=lambda one: one[0])
    told = [[number for _, number in ones] for _, ones in by_lead]
    return sum(numbers != sorted(numbers) for numbers in told)


def behind_a_backlog(meter: Meter, leads: list[UUID]) -> Iterator[Line]:
    """How long a worker looks for whose turn it is while another program takes nothing."""
    from django.utils import timezone

    from leadsite.webhooks.dispatch import claim
    from leadsite.webhooks.models import WebhookEndpoint

    later = timezone.now() + timedelta(minutes=1)

    def look() -> None:
        with rolled_back():
            claim(later)

    with rolled_back():
        tell("https://gone.example.com/")
        noted(leads, BACKLOG // len(leads))
        for name, rest in (("rests", later + timedelta(minutes=5)), ("fails", None)):
            WebhookEndpoint.objects.update(rests_until=rest)
            cost = meter.cost(look, seconds=1.0)
            yield Line(f"looking, {BACKLOG:,} wait, their program {name} (ms)", cost["wall"], 50)


def main(notes: int = 10) -> int:
    print(header(f"Webhooks of {TOLD} leads"))
    folder = made(LEADS)
    os.environ.pop("DATABASE_URL", None)
    asked = {"WEBHOOKS_TO_PRIVATE_ADDRESSES": "yes", "DJANGO_SETTINGS_MODULE": "leadsite.settings"}
    os.environ.update(environment(folder), **asked)
    from leadsite.embedded.running import running

    with running(folder.resolve()):
        import django

        django.setup()
        from leads.models import Lead

        meter, leads = Meter(), list(Lead.objects.genuine().values_list("pk", flat=True)[:TOLD])
        lines = [*intake(meter), *deliveries(leads, notes), *behind_a_backlog(meter, leads)]
    print(*lines, sep="\n")
    return int(not all(line.good for line in lines))


if __name__ == "__main__":
    if sys.argv[1:2] == ["receive"]:
        receive(float(sys.argv[2]))
    else:
        sys.exit(main(*map(int, sys.argv[1:])))
