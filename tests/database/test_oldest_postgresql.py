"""The oldest PostgreSQL that we promise keeps the same rules."""

import os
import subprocess
import sys

import pytest

from tests.database.servers import ROOT, debians_binaries, environment, server

RULES = [
    "tests/database",
    "tests/activity/test_recorder.py",
    "tests/activity/test_querysets.py",
    "tests/activity/test_contacts.py",
    "tests/activity/test_follow_ups.py",
    "tests/activity/test_approvals.py",
    "tests/assignments/test_workflow.py",
    "tests/leads/test_workflow.py",
    "tests/leads/test_clearing.py",
    "tests/leads/test_corrections.py",
    "tests/leads/test_standing.py",
    "tests/leads/test_erasure.py",
    "tests/leads/test_querysets.py",
    "--ignore=tests/database/test_oldest_postgresql.py",
    "--ignore=tests/database/test_roles.py",  # starts this very PostgreSQL by itself
]


@pytest.mark.skipif(
    debians_binaries() is None, reason="no PostgreSQL of the system's packages (apt-get install postgresql)"
)
def test_the_rules_hold_there() -> None:
    binaries = debians_binaries()
    assert binaries is not None
    with server(binaries) as folder:
        env = {**environment(host=str(folder), port="", name="leadsite"), "TEST_DATABASE_SUFFIX": "_oldest"}
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *RULES],
            env=env,
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
    assert done.returncode == os.EX_OK, done.stdout
