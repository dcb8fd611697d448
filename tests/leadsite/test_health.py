"""Health tells the truth within a second, whatever the database does, and figures only to those who may see them."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from leads import intake
from leads.intake.breaker import BreakerState
from leadsite import health
from leadsite.bulkhead import Unavailable
from leadsite.jobs.status import Beat, Status

CLOSED = BreakerState(state="closed", open_seconds=0.0, times_opened=0, reasons=[])
OPEN = BreakerState(state="open", open_seconds=0.5, times_opened=1, reasons=["UndefinedFunction 42883"])
QUIET = intake.Status(pending=0, oldest_age_seconds=None, parked=0, breaker=CLOSED)
BUSY = Status(heartbeat_age_seconds=2.1, workers=1, waiting=3, duties={"route": Beat(4.0, None, late=False)})
IN_TIME = {"routing_failed": 0, "nobody_available": 0, "steps_failed": 0, "deadlines_wrong": 0}
UP = health.Database(up=True, milliseconds=0.4, jobs=BUSY, alarms=IN_TIME, resting=[])


def test_a_process_that_lives_says_so_without_asking_the_database(client: Client) -> None:
    # no django_db mark: a query would fail this test
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_all_is_well() -> None:
    assert health.report(UP, QUIET, version="1.2.3") == {
        "status": "healthy",
        "version": "1.2.3",
        "services": {
            "web": {"status": "up"},
            "database": {"status": "up", "milliseconds": 0.4},
            "worker": {
                "status": "up",
                "heartbeat_age_seconds": 2.1,
                "workers": 1,
                "waiting": 3,
                "oldest_waiting_seconds": None,
                "failed": 0,
                "duties": {"route": {"age_seconds": 4.0, "failing_seconds": None, "late": False}},
            },
            "providers": {"status": "up", "resting": {}},
            "deadlines": {"status": "up", **IN_TIME},
            "spool": {
                "status": "up",
                "pending": 0,
                "oldest_age_seconds": None,
                "parked": 0,
                "lost": 0,
                "lines_of_last_resort": 0,
                "suspects_counted": 0,
            },
        },
        "breaker": {"state": "closed", "open_seconds": 0.0, "times_opened": 0, "reasons": []},
    }


@pytest.mark.parametrize(
    ("found", "spool"),
    [
        pytest.param(health.Database(up=False), QUIET, id="the database is away"),
        pytest.param(UP, intake.Status(1, 61.0, 0, CLOSED), id="something waits for more than a minute"),
        pytest.param(UP, intake.Status(0, None, 1, CLOSED), id="something is parked"),
        pytest.param(UP, intake.Status(0, None, 0, OPEN), id="the database takes no quotes"),
        pytest.param(UP, intake.Status(0, None, 0, CLOSED, writable=False), id="the spool takes nothing"),
        pytest.param(UP, intake.Status(0, None, 0, CLOSED, lost=1), id="a quote was kept nowhere"),
    ],
)
def test_what_is_not_well_is_degraded(found: health.Database, spool: intake.Status) -> None:
    assert health.report(found, spool, version="1")["status"] == "degraded"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        pytest.param({"heartbeat_age_seconds": None, "workers": 0}, "absent", id="no worker ever came"),
        pytest.param({"heartbeat_age_seconds": 61.0, "workers": 0}, "silent", id="no worker shows life"),
        pytest.param({"failed": 1}, "up", id="a job waits for a person"),
        pytest.param({"oldest_waiting_seconds": 300.0}, "up", id="a job is not taken"),
        pytest.param({"duties": {"route": Beat(200.0, 190.0, late=True)}}, "up", id="a duty is not done"),
    ],
)
def test_a_worker_that_does_not_work_is_degraded(changed: dict[str, Any], said: str) -> None:
    answer = health.report(replace(UP, jobs=replace(BUSY, **changed)), QUIET, version="1")
    assert (answer["status"], answer["services"]["worker"]["status"]) == ("degraded", said)


def test_of_a_database_without_jobs_the_worker_is_unknown() -> None:
    answer = health.report(replace(UP, jobs=None), QUIET, version="1")
    assert (answer["status"], answer["services"]["worker"]) == ("degraded", {"status": "unknown"})


@pytest.mark.parametrize("name", IN_TIME)
def test_owners_that_are_not_found_and_steps_that_fail_are_degraded(name: str) -> None:
    answer = health.report(replace(UP, alarms={**IN_TIME, name: 1}), QUIET, version="1")
    said = answer["services"]["deadlines"]
    assert (answer["status"], said["status"], said[name]) == ("degraded", "degraded", 1)


def test_of_a_database_without_clocks_deadlines_are_degraded() -> None:
    answer = health.report(replace(UP, alarms=None), QUIET, version="1")
    assert (answer["status"], answer["services"]["deadlines"]) == ("degraded", {"status": "degraded"})


def test_a_little_waiting_is_no_trouble() -> None:
    assert health.report(UP, intake.Status(3, 0.2, 0, CLOSED), version="1")["status"] == "healthy"


def report(client: Client, monkeypatch: pytest.MonkeyPatch, **headers: str) -> dict[str, Any]:
    """The answer of /health, its probe in this thread: the suite's transaction is not seen by another one."""
    monkeypatch.setattr(health.PROBE, "run", lambda work: work())
    return dict(json.loads(client.get("/health", headers=headers).content))


@pytest.mark.django_db
def test_strangers_see_no_figures(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "database_stats" not in report(client, monkeypatch)


@pytest.mark.django_db
def test_staff_see_the_figures(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.force_login(get_user_model().objects.create_user("neha", is_staff=True))
    stats = report(client, monkeypatch)["database_stats"]
    assert (stats["total_leads"], stats["without_due_time"]) == (0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(("token", "seen"), [("open sesame", True), ("guess", False), ("", False)])
def test_a_token_may_see_the_figures(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any, token: str, seen: bool
) -> None:
    settings.HEALTH_TOKEN = "open sesame"
    answer = report(client, monkeypatch, authorization=f"Bearer {token}")
    assert ("database_stats" in answer) is seen


@pytest.mark.django_db
def test_without_a_token_in_the_settings_an_empty_one_opens_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.HEALTH_TOKEN = ""
    assert "database_stats" not in report(client, monkeypatch, authorization="Bearer ")


@pytest.mark.django_db
def test_a_database_without_our_tables_is_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "SIGN_OF_LIFE", "select exists (select from no_such_table)")
    assert report(client, monkeypatch)["services"]["database"]["status"] == "down"


def test_a_database_that_hangs_is_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(work: object) -> object:
        raise Unavailable("no answer")

    monkeypatch.setattr(health.PROBE, "run", hang)
    answer = client.get("/health").json()
    assert (answer["status"], answer["services"]["database"]["status"]) == ("degraded", "down")
