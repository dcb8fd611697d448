"""The web server: granian's workers on the sockets that the start command holds open.

The site is loaded once and forked, so that a worker which was killed is back in a few milliseconds.
The same server serves the back office, on sockets of its own (leadsite/serving/staff.py).
"""

import gc
import os
import resource
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.net import SocketHolder  # type: ignore[attr-defined]  # granian's stubs name it elsewhere
from granian.server.mp import MPServer, WorkerProcess

from leadsite.serving import lifeline, listening

CONNECTIONS = 2048  # open ones in a worker, idle browsers included
OPEN_FILES = 2 * CONNECTIONS * 2
STOP_SECONDS = 4
YOUNG_SECONDS = 1.0  # a worker that dies younger than this is not helped by haste
PAUSE_SECONDS = 0.5


class WebServer(MPServer):
    """Granian with our open sockets, and with workers that come back however often they are killed.

    `private`: the sockets are files in a folder, not a port.
    """

    def __init__(self, opened: list[int], *, private: bool, **options: Any) -> None:
        super().__init__("leadsite", **options)
        self.opened, self.private = opened, private

    def _init_shared_socket(self) -> None:
        self._take_socket(0)

    def _spawn_worker(  # type: ignore[override]  # granian's own two classes differ in the arguments
        self, idx: Any, target: Any, callback_loader: Any
    ) -> WorkerProcess:
        """Each worker has a socket of its own, and its successor the same one."""
        self._take_socket(idx)
        return super()._spawn_worker(idx, target, callback_loader)

    def _take_socket(self, idx: int) -> None:
        opened = self.opened[idx]
        # Granian declares these attributes as always None.
        self._sfd, self._ssp, self._sso = opened, None, None  # type: ignore[assignment]
        self._shd = SocketHolder(opened, self.private, listening.BACKLOG)  # type: ignore[assignment, call-arg]

    def _serve_loop(self, spawn_target: Any, target_loader: Any) -> None:
        """Bring dead workers back until we are told to end.

        Granian's own loop gives up after two deaths in a few seconds; one that is killed once a second is
        still better replaced than gone.
        """
        while True:
            self.main_loop_interrupt.wait()
            self.main_loop_interrupt.clear()
            if self.interrupt_signal:
                return
            while self.interrupt_children:
                self.replace(self.take_dead(), spawn_target, target_loader)

    def take_dead(self) -> list[int]:
        dead = list(self.interrupt_children)
        del self.interrupt_children[: len(dead)]  # their watchers may add to it meanwhile
        return dead

    def replace(self, dead: list[int], spawn_target: Any, target_loader: Any) -> None:
        """New workers for dead ones: at once, or after a pause for those that died young."""
        now = time.monotonic()
        young = [number for number in dead if now - self.wrks[number].birth < YOUNG_SECONDS]
        self._respawn_workers([number for number in dead if number not in young], spawn_target, target_loader)
        if young:
            time.sleep(PAUSE_SECONDS)
            self._respawn_workers(young, spawn_target, target_loader)


def load(module: str) -> Callable[..., Any]:
    """Everything that is the same in all workers. Nothing here opens a connection or starts a thread."""
    application: Callable[..., Any] = import_module(module).application
    from django.conf import settings

    import_module(settings.ROOT_URLCONF)
    gc.collect()
    gc.freeze()  # the collector would touch, and so copy, every page the workers share
    return application


def allow_open_files() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def serve(module: str, opened: list[int], *, threads: int | None = None, private: bool = False) -> None:
    """Serve a module's `application` until told to end, a worker for each open socket.

    With `threads` it is a WSGI application that is called in so many; without it is an ASGI application.
    """
    allow_open_files()
    application = load(module)
    parent = os.getpid()

    def in_worker() -> Callable[..., Any]:
        lifeline.end_with(parent)
        return application

    server = WebServer(
        opened,
        private=private,
        interface=Interfaces.WSGI if threads else Interfaces.ASGINL,
        workers=len(opened),
        blocking_threads=threads or 1,
        websockets=False,
        backpressure=CONNECTIONS,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    )
    server.serve(target_loader=in_worker, wrap_loader=False)


if __name__ == "__main__":
    serve("leadsite.asgi", listening.inherited(listening.WEB))
