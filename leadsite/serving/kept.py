"""Things that the start command keeps alive: a program, and the embedded database."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from leadsite.embedded import CannotRun, paths
from leadsite.embedded.locks import Shared, alone
from leadsite.embedded.server import Server
from leadsite.serving import lifeline
from leadsite.serving.children import Child

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 10.0  # seconds before an ended program is started again
STEADY_SECONDS = 5.0  # one that lived longer than this is started again at once


class Pause:
    """How long to wait before the next try: not at all, then twice as long each time it fails young."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.started_at = 0.0
        self.due_at = 0.0

    def started(self, now: float) -> None:
        self.started_at = now

    def ended(self, now: float) -> None:
        if now - self.started_at > STEADY_SECONDS:
            self.seconds = 0.0
        self.due_at = now + self.seconds
        self.seconds = min(max(self.seconds * 2, FIRST_PAUSE), LONGEST_PAUSE)

    def is_over(self, now: float) -> bool:
        return now >= self.due_at


class Kept(Protocol):
    """What the start command looks after; `tend` is called often and never waits for long."""

    def tend(self, now: float) -> None: ...
    def ask_to_end(self) -> None: ...
    def end(self, deadline: float) -> None: ...


class Program:
    """A child process, started again whenever it ends; one that is asked for once only until it succeeds."""

    def __init__(
        self, child: Child, folder: Path, say: Callable[[str], None], sockets: tuple[int, ...]
    ) -> None:
        self.child = child
        self.folder = folder
        self.say = say
        self.sockets = sockets
        self.process: subprocess.Popen[bytes] | None = None
        self.pause = Pause()
        self.succeeded = False

    def tend(self, now: float) -> None:
        if self.process is not None and self.process.poll() is not None:
            self.note_end(self.process.returncode, now)
            self.process = None
        if self.process is None and not self.succeeded and self.pause.is_over(now):
            self.start(now)

    def start(self, now: float) -> None:
        self.pause.started(now)
        try:
            self.process = self.opened()
        except (OSError, subprocess.SubprocessError) as error:  # no memory, no process to be had
            self.pause.ended(now)
            self.say(f"The process {self.child.name} cannot be started ({error}), which is tried again.")

    def opened(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(  # noqa: S603  # from our own table of children
            self.child.argv,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C in the terminal is for us; we end them in order
            pass_fds=self.sockets,
            preexec_fn=partial(lifeline.end_with, os.getpid()),
        )

    def note_end(self, status: int, now: float) -> None:
        self.succeeded = self.child.once and status == 0
        self.pause.ended(now)
        if not self.child.once:
            self.say(f"The process {self.child.name} ended ({status}) and is started again.")

    def ask_to_end(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)

    def end(self, deadline: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Database:
    """The embedded server, made by us or found running (after a start command was killed, say)."""

    def __init__(self, data_dir: Path, say: Callable[[str], None]) -> None:
        self.server = Server(data_dir)
        self.say = say
        self.pause = Pause()
        self.said = ""
        self.alive = False
        self.use = Shared(
            paths.users_lock(data_dir)
        )  # a `manage.py` command that ends leaves the server to us

    def tend(self, now: float) -> None:
        if self.server.pid() is not None:
            self.alive = True
            return
        if self.alive:
            self.say("The embedded PostgreSQL ended and is started again.")
            self.alive = False
            self.pause.ended(now)
        if self.pause.is_over(now):
            self.start(now)

    def start(self, now: float) -> None:
        self.pause.started(now)
        try:
            with alone(paths.start_lock(self.server.data_dir)):
                if self.server.pid() is None:
                    self.server.start()
        except CannotRun as reason:
            self.say_once(f"{reason} The form serves without it.")
        except OSError as error:  # no memory, no process, no file to be had
            self.say_once(f"The embedded PostgreSQL cannot be started ({error}). The form serves without it.")
        self.pause.ended(now)

    def say_once(self, sentence: str) -> None:
        if sentence != self.said:
            self.say(sentence)
            self.said = sentence

    def ask_to_end(self) -> None:
        """Nothing yet: the others may still have something to store."""

    def end(self, deadline: float) -> None:
        self.server.stop()
        self.use.release()
