"""`manage.py worker`, as a process that tests may hurt."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def eventually(true: Callable[[], bool], seconds: float = 20.0) -> float:
    """How long it took until something was true; fails when it never was."""
    begin = time.monotonic()
    while not true():
        assert time.monotonic() - begin < seconds, f"not true after {seconds} s"
        time.sleep(0.02)
    return time.monotonic() - begin


class Workers:
    """Workers on one database, and the file in which their chores leave lines."""

    def __init__(self, folder: Path, address: str) -> None:
        self.file = folder / "chores"
        self.log = folder / "workers.log"
        self.file.touch()
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST")},
            "DJANGO_SETTINGS_MODULE": "tests.leadsite.jobs.worker_settings",
            "DATABASE_URL": address,
            "CHORES": str(self.file),
            "JOB_STALLED_SECONDS": "2",
        }
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self, **settings: str) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as output:
            self.processes.append(
                subprocess.Popen(
                    [sys.executable, "manage.py", "worker", "--grace", "3"],
                    cwd=ROOT, env={**self.environment, **settings}, stdout=output, stderr=output,
                )
            )  # fmt: skip
        return self.processes[-1]

    def manage(self, *arguments: str, **settings: str) -> None:
        """Another command on this database."""
        subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**self.environment, **settings},
            check=True,
        )

    def lines(self) -> list[str]:
        return self.file.read_text().splitlines()

    def wait_for(self, *lines: str, seconds: float = 20.0) -> float:
        """How long it took until all these lines were there; other lines may be there too."""
        try:
            return eventually(
                lambda: all(self.lines().count(line) >= lines.count(line) for line in lines), seconds
            )
        except AssertionError:
            raise AssertionError(f"{self.lines()} lacks {lines}:\n{self.log.read_text()[-3000:]}") from None

    def close(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
                process.wait()
