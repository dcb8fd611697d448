"""The hub as a process of its own on the suite's database, and readers who listen to it."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from leadsite.serving import listening
from tests.leadsite.jobs.workers import ROOT

SECONDS = 15.0  # that anything may take on a busy machine


class HubProcess:
    """Its socket stays open while it is killed and started again, as under the start command."""

    def __init__(self, folder: Path, address: str, **settings: str) -> None:
        self.path = folder / "live"
        self.log = folder / "hub.log"
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.bind(str(self.path))
        self.socket.listen(100)
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST")},
            "DJANGO_SETTINGS_MODULE": "leadsite.settings",
            "DATABASE_URL": address,
            listening.LIVE: str(self.socket.fileno()),
            **settings,
        }
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "leadsite.serving.live"],
                cwd=ROOT, env=self.environment, stdout=output, stderr=output, pass_fds=[self.socket.fileno()],
            )  # fmt: skip

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def close(self) -> None:
        self.kill()
        self.socket.close()


class Stream:
    """One reader: `status`, and what is said, as (event, data) in order."""

    def __init__(
        self, hub: HubProcess, session: str, *, since: str = "", age: float | None = None, **more: str
    ) -> None:
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(SECONDS)
        self.socket.connect(str(hub.path))
        query = urlencode({**({"since": since} if since else {"age": age or 0}), **more})
        self.socket.sendall(
            f"GET /live/events?{query} HTTP/1.1\r\nHost: x\r\nCookie: sessionid={session}\r\n\r\n".encode()
        )
        self.rest = b""
        self.last_id = since
        self.latest: dict[str, Any] = {}  # by event
        self.everything = ""
        self.said = self.messages()
        self.status = int(self.piece(b"\r\n\r\n").split()[1])
        self.missed: list[Any] = []

    def piece(self, end: bytes) -> str:
        """The next that is said, up to this end; an empty text when the hub has hung up."""
        while end not in self.rest:
            found = self.socket.recv(65536)
            if not found:
                return ""
            self.rest += found
        piece, _, self.rest = self.rest.partition(end)
        return piece.decode()

    def messages(self) -> Iterator[tuple[str, Any]]:
        while text := self.piece(b"\n\n"):
            self.everything += text
            fields = dict(line.split(": ", 1) for line in text.splitlines())
            self.last_id = fields.get("id", self.last_id)
            kind, data = fields.get("event", "message"), json.loads(fields["data"])
            self.latest[kind] = data
            yield kind, data

    def until(self, kind: str) -> list[Any]:
        """The data of the changes that are told before the first message of this kind."""
        told = []
        for found, data in self.said:
            if found == kind:
                return told
            if found == "message":
                told.append(data)
        raise AssertionError(f"the hub hung up before it said {kind}")

    def next(self) -> Any:
        """The data of the next change."""
        return next(data for kind, data in self.said if kind == "message")

    def skip_to(self, mark: str) -> None:
        """Past the change that says this lead is gone, unless it is closed."""
        while self.socket.fileno() >= 0 and mark not in self.next().get("gone", ()):
            pass

    def leads(self) -> dict[str, Any]:
        found: dict[str, Any] = self.next()["leads"]
        return found

    def hung_up(self) -> bool:
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            if not self.socket.recv(65536):
                return True
        return False

    def close(self) -> None:
        self.socket.close()
