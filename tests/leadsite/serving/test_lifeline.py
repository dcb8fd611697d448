import subprocess
import sys
import textwrap
from pathlib import Path

import psutil
import pytest

from tests.leadsite.serving.house import ROOT, eventually

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux tells a process of its parent's end"
)

PARENT = """
    import os, subprocess, sys, time
    child = "import os, time; from leadsite.serving import lifeline; lifeline.end_with(int(os.environ['PARENT']));"
    child += "print(os.getpid(), flush=True); time.sleep(60)"
    subprocess.run([sys.executable, "-c", child], env={**os.environ, "PARENT": str(os.getpid())})
"""


def test_a_child_ends_when_its_parent_is_killed() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(PARENT)], cwd=ROOT, text=True, stdout=subprocess.PIPE
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()
    eventually(
        lambda: not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE, 2
    )


def test_a_child_whose_parent_is_gone_already_ends_at_once(tmp_path: Path) -> None:
    late = "from leadsite.serving import lifeline; lifeline.end_with(1 << 22); open('alive', 'w')"
    done = subprocess.run([sys.executable, "-c", late], cwd=tmp_path, env={"PYTHONPATH": str(ROOT)})
    assert (done.returncode, (tmp_path / "alive").exists()) == (-9, False)
