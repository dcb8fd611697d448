"""The worker outlives its database, however long that is away."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.postgres import Postgres
from tests.leadsite.jobs.workers import Workers, eventually

pytestmark = pytest.mark.faults
AWAY_SECONDS = 26  # procrastinate's own worker gives up after twenty
DEFER = "select procrastinate_defer_jobs_v1(array[row('default', 'chore', 0, null, null, %s::jsonb, null)]::procrastinate_job_to_defer_v1[])"


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    found = Postgres(fsync="off")
    owner = found.url("leadsite_owner", "127.0.0.1", found.port)
    folder = tmp_path_factory.mktemp("migrate")
    Workers(folder, owner).manage("migrate", "jobs", "-v0", MIGRATE_DATABASE_URL=owner)
    yield found
    found.remove()


@pytest.fixture
def workers(postgres: Postgres, tmp_path: Path) -> Iterator[Workers]:
    found = Workers(tmp_path, postgres.url("leadsite_web", "127.0.0.1", postgres.port))
    yield found
    found.close()


def defer(postgres: Postgres, word: str) -> None:
    postgres.sql(DEFER, f'{{"word": "{word}"}}')


def test_it_comes_back_by_itself_after_a_long_outage(postgres: Postgres, workers: Workers) -> None:
    process = workers.start()
    defer(postgres, "before")
    workers.wait_for("before")
    postgres.stop()
    time.sleep(AWAY_SECONDS)
    postgres.start()
    defer(postgres, "after")
    rounds = workers.lines().count("round")
    assert workers.wait_for("after") < 10
    eventually(lambda: workers.lines().count("round") > rounds)
    assert process.poll() is None


def test_it_waits_for_a_database_that_is_not_there_yet(postgres: Postgres, workers: Workers) -> None:
    defer(postgres, "early")
    postgres.stop()
    process = workers.start()
    time.sleep(2)
    postgres.start()
    assert workers.wait_for("early") < 10
    process.send_signal(signal.SIGTERM)
    assert process.wait(5) == 0


def test_it_ends_when_told_to_while_the_database_is_away(postgres: Postgres, workers: Workers) -> None:
    process = workers.start()
    workers.wait_for("round")
    postgres.stop()
    time.sleep(1)
    process.send_signal(signal.SIGTERM)
    assert process.wait(6) == 0
    postgres.start()


def test_a_frozen_database_holds_it_up_and_no_longer(postgres: Postgres, workers: Workers) -> None:
    workers.start()
    workers.wait_for("round", "round")
    postgres.freeze()
    time.sleep(3)
    postgres.thaw()
    defer(postgres, "thawed")
    assert workers.wait_for("thawed") < 10
