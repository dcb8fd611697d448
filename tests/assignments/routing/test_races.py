"""Routing with real commits: workers beside each other, colleagues in between, and a worker that is killed."""

import os
import signal
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from activity.kinds import Actor
from activity.models import Activity
from assignments import workflow
from assignments.models import Assignment, LeadClock, TeamMember
from assignments.routing.router import route_waiting
from leads.erasure import erase_lead
from leads.exceptions import Refused
from leads.models import Lead
from tests.assignments.routing.teams import NOON, clock, neha, owner, rajesh, team, waiting
from tests.database.access import owner_connection
from tests.racing import alone

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]


def owners() -> Counter[str | None]:
    return Counter(Lead.objects.values_list("owner__username", flat=True))


def everything_is_whole(leads: int) -> None:
    """Each lead has one owner, one assignment, one entry in the log, and is done with."""
    assert Assignment.objects.count() == Activity.objects.filter(type="assignment").count() == leads
    assert Assignment.objects.values("lead").distinct().count() == leads
    assert not LeadClock.objects.filter(route_at__isnull=False).exists()


def rounds_until_done() -> None:
    for _ in range(20):
        if not route_waiting(now=NOON):
            return


def test_of_two_workers_each_lead_is_given_once_and_turns_stay_exact() -> None:
    team(neha(), rajesh())
    for number in range(1, 31):
        waiting(number)
    with ThreadPoolExecutor(3) as pool:
        results = list(pool.map(alone, [rounds_until_done] * 3))
    assert results == [None] * 3
    everything_is_whole(30)
    assert owners() == {"neha": 15, "rajesh": 15}


def test_workers_beside_each_other_give_nobody_more_than_they_take() -> None:
    team(neha(), rajesh(), spread="least_loaded")
    TeamMember.objects.update(capacity=5)
    for number in range(1, 21):
        waiting(number)
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(alone, [rounds_until_done] * 3))
    assert owners() == {"neha": 5, "rajesh": 5, None: 10}
    assert set(
        LeadClock.objects.filter(route_at__isnull=False).values_list("route_hindrance", flat=True)
    ) == {"nobody"}


def test_a_colleague_and_a_worker_never_both_get_a_lead() -> None:
    colleague = neha()
    team(rajesh())
    lead = waiting()

    def take() -> str:
        try:
            workflow.take(
                lead_id=lead.pk, owner=colleague, actor=Actor("user", colleague.identifier), now=NOON
            )
        except Refused as refused:
            return refused.code
        return "taken"

    with ThreadPoolExecutor(2) as pool:
        taken, _ = pool.map(alone, [take, rounds_until_done])
    rounds_until_done()
    everything_is_whole(1)
    assert owner(lead) == {"taken": "neha", "already_taken": "rajesh"}[taken]


def test_a_lead_in_somebodys_hands_holds_up_no_other_and_comes_next_time() -> None:
    team(neha())
    held, free = waiting(1), waiting(2)
    with owner_connection() as other:
        other.execute("select from leads where id = %s for update", [held.pk])
        route_waiting(now=NOON)
        assert (owner(held), owner(free)) == (None, "neha")
        other.rollback()
    route_waiting(now=NOON)
    everything_is_whole(2)


def test_a_lead_that_is_erased_while_a_worker_is_at_it_is_gone() -> None:
    team(neha())
    lead = waiting()
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(alone, [lambda: erase_lead(lead.pk), rounds_until_done]))
    rounds_until_done()
    assert [result for result in results if isinstance(result, Exception)] == []
    assert (Lead.objects.count(), LeadClock.objects.count(), Assignment.objects.count()) == (0, 0, 0)


def test_a_worker_that_is_killed_leaves_nothing_half_done() -> None:
    team(neha(), rajesh())
    leads = [waiting(number, asked=NOON - timedelta(minutes=10 - number)) for number in range(1, 6)]
    place = connection.settings_dict
    secret = f":{quote(place['PASSWORD'], safe='')}" if place["PASSWORD"] else ""
    address = (
        f"postgres://{place['USER']}{secret}@{quote(place['HOST'], safe='')}:{place['PORT']}/{place['NAME']}"
    )
    done = subprocess.run(
        [sys.executable, "-m", "tests.assignments.routing.dying"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": address,
            "NOW": NOON.isoformat(),
        },
        check=False,
        capture_output=True,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-2000:]
    assert [owner(lead) is None for lead in leads] == [False, False, True, True, True]
    assert Activity.objects.filter(type="assignment").count() == Assignment.objects.count() == 2
    assert clock(leads[2]).route_at == leads[2].created_at
    rounds_until_done()
    everything_is_whole(5)
    assert sorted(owners().values()) == [2, 3]
