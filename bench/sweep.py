"""A sweep over a million assignments and as many clocks, of which a thousand leads have a step due.

Run: .venv/bin/python -m bench.sweep [ASSIGNMENTS [DUE]]      (a million take two minutes the first time)
The database is kept in BENCH_DIR (.cache/bench). Every row of it waits for a step, so that the indexes are
as large as they get; the due ones come as customers do, get their owners by the router, and are erased again.
Each has two steps due: the customer's wait and the owner's. Beside it: one lead per transaction.
"""

import os
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

from bench.desk_costs import Meter
from bench.machine import header
from bench.routing import stand_up_team
from bench.workbench import FOLDER, Line, environment, manage

ALONE = 100  # leads for the sweep that takes them one by one
IDLE = 20  # sweeps with nothing to do
LATE = timedelta(minutes=181)  # of the four hours promised to who asks without a quote: the warning is due
DUE = "bench-due"  # the source by which those that were due are erased again

# No sweep reads the text index, which would take longer than all else.
WAITING = """
drop index if exists idx_leads_search_text;
create temp table waiting as
select gen_random_uuid() as id, now() - number * interval '20 seconds' as asked_at,
       now() + interval '3 years' + number * interval '20 seconds' as due_at,
       'sales_user_' || 5 + number % 5 as owner_id,
       (select id from sla_policy_versions order by published_at limit 1) as policy,
       (select id from calendar_versions order by published_at limit 1) as calendar
from generate_series(1, {rows}) as number;
insert into leads (id, created_at, name, email, source, owner_id)
select id, asked_at, 'Waiting', id || '@example.com', 'bench', owner_id from waiting;
insert into lead_clocks
    (lead_id, clock, started_at, deadline, next_step_at, fingerprint, policy_version_id, calendar_version_id)
select id, 'first_response', asked_at, due_at, due_at, 'f', policy, calendar from waiting;
insert into assignments
    (lead_id, owner_id, assigned_at, sla_deadline, next_step_at, fingerprint, policy_version_id,
     calendar_version_id)
select id, owner_id, asked_at, due_at, due_at, 'f', policy, calendar from waiting;
"""
# The log lets rows go only with the erasure of one lead that is named.
ERASE = f"""
alter table lead_activity disable trigger trigger_lead_activity_delete;
delete from leads where source = '{DUE}';
alter table lead_activity enable trigger trigger_lead_activity_delete;
"""
ONCE = """
select count(*) filter (where steps = 2 and told = 1), count(*)
from leads l,
     lateral (select count(*) as steps from lead_activity where lead_id = l.id and type = 'sla') as logged,
     lateral (select count(*) as told from notices where lead_id = l.id and event = 'warned') as notices
where source = %s
"""


@contextmanager
def superuser(socket: Path) -> Iterator[Any]:
    import psycopg
    from django.db import connection

    from leadsite.embedded import paths

    name = connection.settings_dict["NAME"]
    with psycopg.connect(
        host=str(socket), port=paths.PORT, user="postgres", dbname=name, autocommit=True
    ) as link:
        yield link


def fill_once(rows: int, folder: Path, link: Any) -> None:
    """Without triggers and foreign keys, which would check what is right by construction."""
    if (folder / "complete").exists():
        return
    link.execute("set session_replication_role = replica")
    link.execute("truncate leads cascade")  # of a run that was interrupted
    link.execute(WAITING.format(rows=rows))
    link.execute("set session_replication_role = origin")
    link.execute("vacuum (analyze) leads, lead_clocks, assignments")
    (folder / "complete").touch()


def come(many: int, now: datetime) -> None:
    """So many customers who asked a while ago, given to the five of a team at once."""
    from assignments.clocks.models import LeadClock
    from assignments.routing.router import BATCH, route_waiting
    from leads.models import Lead

    asked = now - LATE
    Lead.objects.bulk_create(
        Lead(name="Due", email=f"{secrets.token_hex(8)}@example.com", source=DUE, created_at=asked)
        for _ in range(many)
    )
    LeadClock.objects.filter(lead__source=DUE).update(route_at=asked)
    while route_waiting(now=asked) == BATCH:
        pass


@dataclass(frozen=True)
class Cost:
    """Seconds; of CPU it is this process and its database connection's together."""

    cpu: float
    wall: float


def cost(meter: Meter, deed: Callable[[], object]) -> Cost:
    begin, cpu = time.perf_counter(), meter.cpu()
    deed()
    return Cost(meter.cpu() - cpu, time.perf_counter() - begin)


def together(now: datetime) -> None:
    from assignments.sweep.rounds import sweep

    while sweep(now):
        pass


def alone(now: datetime) -> None:
    """A transaction for each of `ALONE` leads."""
    from assignments.sweep import rounds

    with mock.patch.object(rounds, "MOST", 1):
        for _ in range(ALONE):
            rounds.sweep(now)


def idly(now: datetime) -> None:
    for _ in range(IDLE):
        together(now)


def warned() -> tuple[int, int]:
    """Leads whose two steps were logged once each and whose owner was told once, and how many there are."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(ONCE, [DUE])
        good, there = cursor.fetchone()
    return good, there


def measured(many: int, now: datetime) -> Iterator[Line]:
    come(many + ALONE, now)
    meter = Meter()
    single = cost(meter, lambda: alone(now))
    ours = cost(meter, lambda: together(now))
    good, there = warned()
    idle = cost(meter, lambda: idly(now))
    yield Line(f"{many:,} due leads, seconds by the clock", ours.wall, 1,
               detail=f"{2 * many:,} steps, {ours.cpu:.2f} s of CPU")  # fmt: skip
    yield Line("due leads that were not warned of once", there - good, 0, detail=f"of {there:,}")
    each, one = single.cpu / ALONE * 1000, ours.cpu / many * 1000
    yield Line("one at a time : ours", each / one, 5, at_least=True,
               detail=f"{each:.2f} ms : {one:.2f} ms of CPU a lead")  # fmt: skip
    yield Line("nothing due, milliseconds of CPU", idle.cpu / IDLE * 1000, 5)


def main(rows: int = 1_000_000, many: int = 1_000) -> int:
    print(header(f"A sweep over {rows:,} assignments and as many clocks, {many:,} leads due"))
    folder = FOLDER / f"sweep-{rows}"
    manage(folder, "migrate", "--verbosity", "0")
    os.environ.pop("DATABASE_URL", None)
    os.environ.update(environment(folder), DJANGO_SETTINGS_MODULE="leadsite.settings")
    from leadsite.embedded.running import running

    with running(folder.resolve()) as server:
        import django

        django.setup()
        stand_up_team()
        with superuser(server.socket_dir) as link:
            fill_once(rows, folder, link)
            link.execute(ERASE)
            lines = list(measured(many, datetime.now(UTC)))
            link.execute(ERASE)
    print(*lines, sep="\n")
    return int(not all(line.good for line in lines))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
