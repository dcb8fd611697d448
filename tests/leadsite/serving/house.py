"""The start command on a bare machine: a data folder, a free port, nothing in the environment but these."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from leadsite.embedded.server import Server

ROOT = Path(__file__).resolve().parents[3]
START_SECONDS = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(true: Callable[[], bool], seconds: float = 10.0) -> float:
    """How long it took until something was true; fails when it never was."""
    begin = time.monotonic()
    while not true():
        assert time.monotonic() - begin < seconds, f"not true after {seconds} s"
        time.sleep(0.02)
    return time.monotonic() - begin


def arguments(process: psutil.Process) -> list[str]:
    """Its command line; nothing of a process that has just ended."""
    try:
        return list(process.cmdline())
    except psutil.NoSuchProcess:
        return []


class House:
    """One installation and its start command."""

    def __init__(self, data_dir: Path, static_of: Path | None = None) -> None:
        """Collecting the static files takes seconds; those of another house save them."""
        self.data_dir = data_dir
        if static_of is not None:
            shutil.copytree(static_of / "static", data_dir / "static")
            shutil.copy(static_of / "static.collected", data_dir)
        self.port = free_port()
        self.log = data_dir.with_name(f"{data_dir.name} {self.port}.log")
        self.server = Server(data_dir)
        self.process: subprocess.Popen[bytes] | None = None

    def command(self, **settings: str) -> subprocess.Popen[bytes]:
        keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        chosen = {
            "DATA_DIR": str(self.data_dir),
            "PORT": str(self.port),
            "SPOOL_EPHEMERAL_OK": "yes",
            **settings,
        }
        with self.log.open("w") as output:
            return subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--host", "127.0.0.1"],
                cwd=ROOT, env={**keep, **chosen}, stdout=output, stderr=output,
            )  # fmt: skip

    def said(self) -> list[str]:
        """The lines that the start command has printed so far, without what surrounds them."""
        return [line.strip() for line in self.log.read_text().splitlines()]

    def start(self, **settings: str) -> float:
        """Seconds until somebody could use the form, served by this start command.

        For a moment the dying workers of a killed one answer too.
        """
        begin = time.monotonic()
        self.process = self.command(**settings)
        eventually(lambda: self.has_web() and self.answers(), START_SECONDS)
        return time.monotonic() - begin

    def refused(self, **settings: str) -> tuple[int, str]:
        """Status and last line of a start command that ends by itself."""
        status = self.command(**settings).wait(30)
        return status, self.said()[-1]

    def answers(self, patience: float = 2) -> bool:
        assert self.process is None or self.process.poll() is None, self.said()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def has_web(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.said()
        children = psutil.Process(self.process.pid).children()
        return any("leadsite.serving.web" in arguments(one) for one in children)

    def web(self, module: str = "leadsite.serving.web") -> psutil.Process:
        """The process that holds the workers: those of the form, or those of the back office."""
        assert self.process is not None
        children = psutil.Process(self.process.pid).children()
        return next(one for one in children if module in arguments(one))

    def has_worker(self, *, besides: psutil.Process | None = None) -> bool:
        """The one that does jobs; by one look, for a killed one is there until it has gone."""
        assert self.process is not None
        children = psutil.Process(self.process.pid).children()
        return any("leadsite.serving.worker" in arguments(one) for one in children if one != besides)

    def worker(self) -> psutil.Process:
        return self.web("leadsite.serving.worker")

    def staff(self) -> psutil.Process:
        return self.web("leadsite.serving.staff")

    def workers(self) -> list[psutil.Process]:
        return self.web().children()

    def status(self, path: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()

    def end(self, number: signal.Signals = signal.SIGTERM) -> float:
        """Seconds until the start command was gone."""
        assert self.process is not None
        begin = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(20)
        self.process = None
        return time.monotonic() - begin

    def tidy(self) -> None:
        if self.process is not None:
            self.end()
        self.server.stop()
