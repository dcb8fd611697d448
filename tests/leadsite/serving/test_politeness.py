"""Who yields to whom where processors are short."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_architecture import ROOT

YIELDS = """
import os
from leadsite.serving.politeness import AUTOGROUP, yield_to_others
yield_to_others(3)
print(os.nice(0))
if AUTOGROUP.exists():
    print(AUTOGROUP.read_text().split()[-1])
"""


def said() -> list[int]:
    """By a session of its own, as the children of the start command are."""
    found = subprocess.run(
        [sys.executable, "-c", YIELDS], cwd=ROOT, capture_output=True, text=True, check=True,
        start_new_session=True,
    )  # fmt: skip
    return [int(number) for number in found.stdout.split()]


def test_a_process_yields_within_its_session() -> None:
    assert said()[0] == os.nice(0) + 3


@pytest.mark.skipif(
    not Path("/proc/self/autogroup").exists(), reason="sessions are not scheduled as groups here"
)
def test_its_session_yields_to_others() -> None:
    assert said()[1] == 3
