"""Deadlines of open leads by a calendar that was just changed: in batches, beside one lead at a time.

Run: .venv/bin/python -m bench.recompute [LEADS]      (100,000 leads take a minute the first time)
The database is kept in BENCH_DIR (.cache/bench) and used again. A new version of the calendar is published
before the run, so that every deadline of a customer and of an owner is worked out anew and moves.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bench.machine import ROOT, header
from bench.workbench import FOLDER, Line, environment, manage

LEADS = 100_000
WANTED_SECONDS, WANTED_RATIO = 60.0, 3.0
ALONE = 300  # leads, recomputed one at a time

# In a month, so that no deadline passes before the run; with an owner who owes an answer, and a judgement.
OPEN_LEADS = """
with made as (
    insert into leads (created_at, name, email)
    select now() + interval '30 days' + n * interval '1 second', 'Recomputed ' || n, n || '@bench.example.com'
    from generate_series(1, %s) as n
    returning id, created_at
), told as (
    insert into lead_activity (lead_id, created_at, type, message, actor_type, metadata)
    select id, created_at, 'ai_result', 'Looks like a home', 'ai',
           jsonb_build_object('priority', (array['low', 'medium', 'high'])[1 + (random() * 2)::int])
    from made
)
insert into assignments (lead_id, assigned_at, owner_id, owner_name, sla_deadline, fingerprint)
select id, created_at, 'bench', 'Bench', created_at, 'new' from made
"""


def main() -> None:
    leads = int(sys.argv[1]) if len(sys.argv) > 1 else LEADS
    folder = FOLDER / f"recompute-{leads}"
    manage(folder, "migrate", "--verbosity", "0")
    subprocess.run(
        [sys.executable, "-m", "bench.recompute", "--measure", str(leads)],
        cwd=ROOT,
        env=environment(folder),
        check=True,
    )


def measure(leads: int) -> None:
    from leadsite.embedded.running import running

    with running(Path(os.environ["DATA_DIR"]).resolve()):
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadsite.settings")
        django.setup()
        fill(leads)
        print(header(f"Recomputing {leads:,} open leads, each with a customer's and an owner's deadline"))
        for line in lines(leads):
            print(line)


def fill(leads: int) -> None:
    from django.db import connection
    from django.utils import timezone

    from assignments.clocks.recomputing import recompute
    from assignments.models import Assignment

    missing = leads - Assignment.objects.active().count()
    if missing > 0:
        with connection.cursor() as cursor:
            cursor.execute("set statement_timeout = 0")
            cursor.execute(OPEN_LEADS, [missing])
    recompute(now=timezone.now())


def publish_other_hours() -> None:
    """The shop opens half an hour later or earlier than before."""
    from dataclasses import replace

    from django.utils import timezone

    from assignments import publishing
    from assignments.calendars.drafts import Hours
    from assignments.calendars.models import Calendar
    from assignments.defaults import CALENDAR

    calendar = Calendar.objects.get(name=CALENDAR)
    newest = calendar.versions.latest("number")
    before = Hours.of(newest)
    begin = 570 if before.week[0] == ((540, 1080),) else 540
    draft = replace(before, week=(((begin, 1080),),) * 7).draft(range(2025, 2037))
    now = timezone.now()
    publishing.publish_calendar(calendar, draft, expected=newest.number, note="bench", actor=None, now=now)


def lines(leads: int) -> list[Line]:
    from django.utils import timezone

    from assignments.clocks.promises import Promises
    from assignments.clocks.recomputing import open_leads, recompute
    from assignments.clocks.settling import settle

    publish_other_hours()
    together, moves = costing(lambda: recompute(now=timezone.now()))
    publish_other_hours()
    few = next(open_leads(ALONE))
    alone, _ = costing(
        lambda: [settle([lead], now=timezone.now(), promises=Promises(anew=True)) for lead in few]
    )
    each = alone.cpu / len(few)
    return [
        Line("recompute, seconds", together.wall, WANTED_SECONDS,
             detail=f"{moves.moved:,} deadlines moved; {together.cpu:.1f} s of CPU"),
        Line("one lead at a time : in batches, CPU", each * leads / together.cpu, WANTED_RATIO,
             at_least=True, detail=f"{each * 1000:.1f} ms a lead"),
    ]  # fmt: skip


@dataclass(frozen=True)
class Took:
    """Seconds, by the wall and of both processors: this process and its database connection."""

    wall: float
    cpu: float


T = TypeVar("T")


def costing(deed: Callable[[], T]) -> tuple[Took, T]:
    wall, cpu = time.perf_counter(), spent()
    result = deed()
    return Took(time.perf_counter() - wall, spent() - cpu), result


def spent() -> float:
    import psutil
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        times = psutil.Process(cursor.fetchone()[0]).cpu_times()
    return time.process_time() + float(times.user + times.system)


if __name__ == "__main__":
    if "--measure" in sys.argv:
        measure(int(sys.argv[-1]))
    else:
        main()
