"""From stored to routed: a hundred leads a second through the real intake, and the worker of a shop.

Run: .venv/bin/python -m bench.routing [LEADS [SECONDS [BACKLOG]]]
(100,000 leads take a minute the first time.)
The database is kept in BENCH_DIR (.cache/bench). A lead is stored when `store_submissions` has committed, and
routed when another connection sees its owner; looking every few milliseconds is part of the figure. Beside
it: what choosing an owner costs, and what it would cost to count open leads for each lead.
Then once more while BACKLOG leads are overdue for hours, as after an outage: each is missed, told and handed
on by the same worker.
"""

import itertools
import os
import secrets
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from bench.machine import ROOT, header
from bench.workbench import Line, environment, made

RATE, MEMBERS, WANTED_SECONDS = 100, 5, 1.0
LOOK_EVERY = 0.005
LATE = "bench-late"  # the source of those that are overdue
OVERDUE = timedelta(hours=13)  # of the four that are promised to who asks without a quote: every step is due
# Of a phone each: a number that came up twice would be a second enquiry, and no lead.
NUMBERS = itertools.count(time.time_ns() // 1_000_000 % 10**10)
COUNT_OPEN = """
select owner_id, count(*) from leads
where owner_id = any(%s) and status in ('new', 'contacted', 'nurturing', 'qualified') group by owner_id
"""


def stand_up_team() -> list[str]:
    """A team of five that works at any hour, to whom leads go by load; their identifiers."""
    from django.apps import apps
    from django.contrib.auth.models import Group
    from django.utils import timezone

    from assignments import publishing
    from assignments.calendars.drafts import Hours
    from assignments.calendars.models import Calendar
    from assignments.teams.models import Team, TeamMember
    from leadsite.accounts.models import User
    from leadsite.accounts.roles import make_groups

    make_groups(apps)
    calendar, new = Calendar.objects.get_or_create(name="Any hour")
    if new:
        draft = Hours("Asia/Kolkata", (((0, 1440),),) * 7).draft(range(2025, 2037))
        publishing.publish_calendar(calendar, draft, expected=0, note="", actor=None, now=timezone.now())
    facts = {"calendar": calendar, "is_default": True, "spread": "least_loaded"}
    Team.objects.exclude(name="Bench").update(is_default=False)
    team, _ = Team.objects.update_or_create(name="Bench", defaults=facts)
    who = [f"sales_user_{number}" for number in range(5, 5 + MEMBERS)]
    for identifier in who:
        user, _ = User.objects.get_or_create(
            identifier=identifier, defaults={"username": identifier, "name": identifier, "is_staff": True}
        )
        user.groups.add(Group.objects.get(name="Sales"))
        TeamMember.objects.get_or_create(team=team, user=user)
    return who


@contextmanager
def worker() -> Iterator[None]:
    """The one of the start command, with its politeness."""
    process = subprocess.Popen([sys.executable, "-m", "leadsite.serving.worker"], cwd=ROOT)
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


class Watch:
    """When each lead was stored, and when it was seen to have an owner."""

    def __init__(self) -> None:
        self.stored: dict[UUID, float] = {}
        self.routed: dict[UUID, float] = {}
        self.ending = threading.Event()
        self.thread = threading.Thread(target=self.look, daemon=True)

    def look(self) -> None:
        import psycopg

        from leads.intake.connection import parameters

        with psycopg.connect(**parameters(), autocommit=True) as link:
            while not self.ending.is_set():
                waiting = [key for key in list(self.stored) if key not in self.routed]
                if waiting:
                    found = link.execute("select lead_id from assignments where lead_id = any(%s)", [waiting])
                    at = time.perf_counter()
                    self.routed.update((key, at) for (key,) in found.fetchall())
                time.sleep(LOOK_EVERY)

    @property
    def seconds(self) -> list[float]:
        return sorted(self.routed[key] - at for key, at in self.stored.items() if key in self.routed)


def customers(seconds: float, watch: Watch) -> None:
    """One after the other, as the committer stores them, at their times."""
    import psycopg

    from leads.intake.connection import Session, parameters

    session, begin = Session(psycopg.connect(**parameters(), autocommit=True)), time.perf_counter()
    for number in range(int(seconds * RATE)):
        time.sleep(max(begin + number / RATE - time.perf_counter(), 0))
        record = customer()
        session.store([record.to_json()], 5.0)
        watch.stored[record.id] = time.perf_counter()
    session.close()


def customer() -> Any:
    from leads.intake.record import LeadFacts, ProductLine, SubmissionRecord
    from leads.quoting import folio
    from leadsite.keys import new_id

    number = next(NUMBERS)
    name, phone = f"Bench {number:010}", f"+91{number:010}"
    return SubmissionRecord(
        id=new_id(), folio=folio.make(secrets.token_bytes(folio.BYTES)), submitted_at=datetime.now(UTC),
        lead=LeadFacts(name=name, phone=phone, location="Mumbai", source="bench"),
        products=(ProductLine("Flooring", "Oak laminate", "20 sq ft"),), currency="INR",
        submitted={"language": "en"},
    )  # fmt: skip


def milliseconds(deed: Callable[[], object], runs: int = 30) -> float:
    took = []
    for _ in range(runs):
        begin = time.perf_counter()
        deed()
        took.append((time.perf_counter() - begin) * 1000)
    return statistics.median(took)


def choosing(who: list[str]) -> tuple[float, float]:
    """Milliseconds to choose an owner for each of a batch: ours, and by counting open leads."""
    from django.db import connection, transaction
    from django.utils import timezone

    from assignments.routing.book import Book
    from assignments.routing.desk import Desk
    from assignments.routing.router import BATCH
    from assignments.routing.rules import LeadFacts

    def ours() -> None:
        now = timezone.now()
        with transaction.atomic():
            place = Book.load(now).destination(LeadFacts())
            desk = Desk([place.team], now)  # type: ignore[union-attr]  # the team was just made
            for _ in range(BATCH):
                desk.choose(place.team.id)  # type: ignore[union-attr]  # as above

    def naive() -> None:
        with connection.cursor() as cursor:
            cursor.execute(COUNT_OPEN, [who])
            min(cursor.fetchall(), key=lambda row: row[1])

    return milliseconds(ours) / BATCH, milliseconds(naive)


def measured(seconds: float, backlog: int) -> Iterator[Line]:
    ours, naive = choosing(stand_up_team())
    swept_out(datetime.now(UTC))
    yield from arriving("stored to routed", seconds)
    yield Line("counting open leads : ours", naive / ours, 20, at_least=True,
               detail=f"{naive:.1f} ms : {ours:.2f} ms a lead")  # fmt: skip
    come(backlog, datetime.now(UTC))
    yield from arriving(f"beside {backlog:,} overdue", seconds)
    left = still_due(datetime.now(UTC))
    yield Line("of them swept meanwhile, percent", 100 * (1 - left / backlog), 10, at_least=True,
               detail=f"{left:,} left")  # fmt: skip


def arriving(name: str, seconds: float) -> Iterator[Line]:
    watch = Watch()
    with worker():
        time.sleep(2)  # it starts
        watch.thread.start()
        customers(seconds, watch)
        until = time.perf_counter() + 30
        while len(watch.routed) < len(watch.stored) and time.perf_counter() < until:
            time.sleep(0.1)
        watch.ending.set()
    found, asked = watch.seconds, len(watch.stored)
    p50, p95 = found[len(found) // 2], found[int(len(found) * 0.95)]
    told = f"{asked} leads in {seconds:g} s; p50 {p50 * 1000:.0f} ms, longest {found[-1] * 1000:.0f} ms"
    yield Line(f"{name}, p95 in seconds", p95, WANTED_SECONDS, detail=told)
    yield Line("leads that got no owner", asked - len(found), 0)


def come(many: int, now: datetime) -> None:
    """So many customers who asked long ago and got owners at once, of whom nobody has answered since."""
    from assignments.clocks.models import LeadClock
    from assignments.routing.router import BATCH, route_waiting
    from leads.models import Lead

    asked = now - OVERDUE
    Lead.objects.bulk_create(
        Lead(name="Overdue", email=f"{secrets.token_hex(8)}@example.com", source=LATE, created_at=asked)
        for _ in range(many)
    )
    LeadClock.objects.filter(lead__source=LATE, answered_at__isnull=True).exclude(route_at=None).update(
        route_at=asked
    )
    while route_waiting(now=asked) == BATCH:
        pass


def swept_out(now: datetime) -> None:
    """What runs before left due."""
    from assignments.sweep.rounds import sweep

    while sweep(now):
        pass


def still_due(now: datetime) -> int:
    """Leads with a step to come that was due before the arrivals began."""
    from assignments.clocks.models import LeadClock

    return LeadClock.objects.steps_due(now).filter(lead__source=LATE).count()


def main(leads: int = 100_000, seconds: int = 20, backlog: int = 2_000) -> int:
    print(header(f"Stored to routed at {leads:,} leads, {RATE} more a second"))
    folder = made(leads)
    os.environ.pop("DATABASE_URL", None)
    os.environ.update(environment(folder), DJANGO_SETTINGS_MODULE="leadsite.settings")
    from leadsite.embedded.running import running

    good = True
    with running(folder.resolve()):
        import django

        django.setup()
        for line in measured(seconds, backlog):
            print(line, flush=True)
            good = good and line.good
    return int(not good)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
