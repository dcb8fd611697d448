"""A database that goes away under a thousand messages: each is sent once, and the log knows of each."""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.conftest import LONG
from tests.faults.postgres import Postgres
from tests.leadsite.jobs.workers import ROOT, Workers, eventually
from tests.providers.twilio import ACCOUNT, SENDER, TOKEN, FakeTwilio

pytestmark = pytest.mark.faults
MESSAGES = int(os.environ.get("OUTAGE_MESSAGES", "200"))
# Procrastinate's own worker gives up after twenty; that ours does not is shown by test_worker_outage.py too.
AWAY_SECONDS = float(os.environ.get("OUTAGE_SECONDS", "22" if LONG else "5"))


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[Postgres]:
    found = Postgres(fsync="off")
    owner = found.url("leadsite_owner", "127.0.0.1", found.port)
    Workers(tmp_path, owner).manage("migrate", "-v0", MIGRATE_DATABASE_URL=owner)
    yield found
    found.remove()


@pytest.fixture
def twilio() -> Iterator[FakeTwilio]:
    with FakeTwilio() as found:
        yield found


@pytest.fixture
def workers(postgres: Postgres, twilio: FakeTwilio, tmp_path: Path) -> Iterator[Workers]:
    found = Workers(tmp_path, postgres.url("leadsite_web", "127.0.0.1", postgres.port))
    found.environment |= {
        "TWILIO_ACCOUNT_SID": ACCOUNT, "TWILIO_AUTH_TOKEN": TOKEN, "TWILIO_FROM": SENDER,
        "TWILIO_API_URL": twilio.url(),
    }  # fmt: skip
    yield found
    found.close()


def statuses(postgres: Postgres) -> dict[str, int]:
    return dict(postgres.sql("select status, count(*) from lead_activity where type = 'sms' group by status"))


def test_each_message_is_sent_once_and_known_to_be(
    postgres: Postgres, workers: Workers, twilio: FakeTwilio
) -> None:
    program = [sys.executable, "-m", "tests.faults.post_messages", str(MESSAGES)]
    subprocess.run(program, cwd=ROOT, env=workers.environment, check=True)
    workers.start()
    eventually(lambda: len(twilio.took) >= MESSAGES // 4, 60)
    postgres.stop()
    time.sleep(AWAY_SECONDS)
    assert len(twilio.took) < MESSAGES
    postgres.start()
    eventually(lambda: statuses(postgres).get("queued", 0) == 0, 240)
    took = Counter(asked.form["To"] for asked in twilio.took)
    assert (len(took), set(took.values())) == (MESSAGES, {1})
    assert statuses(postgres) == {"sent": MESSAGES}
