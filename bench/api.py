"""What the API costs: a full lead beside an ORM prefetch of the same, and a thousand writes under one key.

Run: .venv/bin/python -m bench.api [WRITES]
The database is kept in BENCH_DIR (.cache/bench) and used again. What is compared is CPU, of this process and
its database connection together, in ratios of one run.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from uuid import uuid4

from bench.desk_costs import Cost, Desk, prefetched
from bench.machine import header
from bench.workbench import Line, environment, made, times

LEADS, THREADS = 1_000, 16


def lead_with(activities: int) -> Any:
    """A lead whose log has at least so many rows."""
    from activity.kinds import Actor
    from activity.notes import write
    from leads.models import Lead

    lead = Lead.objects.newest_first()[activities]
    for number in range(activities - lead.activities.count()):
        write(lead_id=lead.pk, text=f"Samples sent, box {number}", actor=Actor("user", "sales_user_5"))
    return lead


def token(user: Any) -> str:
    from leadsite.api import tokens

    return tokens.make(user=user, name="bench", scopes=["leads:read", "leads:write"])[1]


def reads(desk: Desk, carried: str) -> Iterator[Line]:
    from django.test import RequestFactory

    from leadsite.api.callers import Caller
    from leadsite.api.reading import read_lead_full

    for activities in (10, 100):
        lead = lead_with(activities)
        request: Any = RequestFactory().get("/")
        request.auth = Caller(desk.user)
        read = desk.meter.cost(partial(read_lead_full, request, lead.pk))
        naive = prefetched(desk, lead.pk)
        yield ratio(f"prefetch : read, {activities} activities", naive, read, wanted=5)
        whole = requested(desk, carried, f"/api/v1/leads/{lead.pk}/full")
        # No bound: the prefetch has no request, token and permissions around it.
        yield ratio(f"prefetch : whole request, {activities} activities", naive, whole, wanted=0)


def requested(desk: Desk, carried: str, path: str) -> Cost:
    """A whole request in this process: middleware, token, permissions, the read."""
    from django.test import Client

    client = Client(headers={"Authorization": f"Bearer {carried}"})

    def deed() -> None:
        response = client.get(path)
        assert response.status_code == 200, response.content

    return desk.meter.cost(deed)


def ratio(name: str, naive: Cost, ours: Cost, *, wanted: float) -> Line:
    detail = f"{times(naive)} : {times(ours)}"
    return Line(name, naive["cpu"] / ours["cpu"], wanted, at_least=True, detail=detail)


def writes(carried: str, many: int) -> Iterator[Line]:
    """So many identical notes under one key, from threads with connections of their own."""
    from django.db import connection
    from django.test import Client

    from activity.models import Activity

    lead, key = lead_with(10), str(uuid4())

    def send(_: int) -> tuple[int, bool, str]:
        headers = {"Authorization": f"Bearer {carried}", "Idempotency-Key": key}
        sent = json.dumps({"text": f"Once: {key}"})
        path = f"/api/v1/leads/{lead.pk}/notes"
        response = Client().post(path, sent, content_type="application/json", headers=headers)
        told = str(response.json().get("id", "")) if response.status_code == 201 else ""
        return response.status_code, "Idempotent-Replay" in response.headers, told

    def closing(number: int) -> tuple[int, bool, str]:
        try:
            return send(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(closing, range(many)))
    effects = Activity.objects.filter(message=f"Once: {key}").count()
    counted = Counter(status for status, *_ in answers)
    told = ", ".join(f"{count} answered {status}" for status, count in sorted(counted.items()))
    first = {answer for status, _, answer in answers if status == 201}
    yield Line(f"effects of {many:,} writes with one key", effects, 1, detail=told)
    yield Line("different answers among them", len(first), 1)
    yield Line("answered otherwise than 201 or 409", many - counted[201] - counted[409], 0)
    fresh = sum(status == 201 and not again for status, again, _ in answers)
    yield Line("answers that call themselves the first", fresh, 1)


def main(many: int = 1_000) -> int:
    print(header(f"The API at {LEADS:,} leads"))
    folder = made(LEADS)
    os.environ.pop("DATABASE_URL", None)
    asked = {"API_PER_MINUTE": "1000000", "DJANGO_SETTINGS_MODULE": "leadsite.settings"}
    os.environ.update(environment(folder), **asked)
    from leadsite.embedded.running import running

    with running(folder.resolve()):
        import django

        django.setup()
        desk = Desk()
        carried = token(desk.user)
        lines = [*reads(desk, carried), *writes(carried, many)]
    print(*lines, sep="\n")
    return int(not all(line.good for line in lines))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
