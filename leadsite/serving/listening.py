"""The sockets: opened by the start command, so that nobody is refused while a process is replaced.

One on the port for each web worker, and in a private folder, where only the web workers find them, one for
each worker of the back office and one for the live hub.
"""

import errno
import os
import shutil
import socket
import tempfile
from pathlib import Path

# What the processes inherit: the numbers of the open sockets, and where those of the back office are.
WEB, STAFF, STAFF_FOLDER = "LEADSITE_LISTENING", "LEADSITE_STAFF_LISTENING", "LEADSITE_STAFF_FOLDER"
LIVE = "LEADSITE_LIVE_LISTENING"
BACKLOG = 1024
WORKERS = 2


class PortInUse(Exception):
    """Another program has the port, or we may not have it; as one sentence."""


def listen(host: str, port: int) -> list[socket.socket]:
    """Open listening sockets, one for each worker: the kernel shares connections out between them.

    Workers that accept from one socket do not share: whoever is awake first takes a whole burst, and the
    other one idles. While a worker is replaced, its connections wait in its socket, which stays open here.
    """
    opened: list[socket.socket] = []
    try:
        # A plain socket first: those that share a port would open beside another Leadsite's without a word.
        opened_alone(host, port, shared=False).close()
        for _ in range(WORKERS):
            opened.append(opened_alone(host, port, shared=True))
            opened[-1].listen(BACKLOG)
    except OSError as error:
        for one in opened:
            one.close()
        raise PortInUse(sentence(host, port, error)) from None
    return opened


def opened_alone(host: str, port: int, *, shared: bool) -> socket.socket:
    opened = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared:
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        # Accepted connections inherit it; without it a small answer waits 40 ms for the client's delayed ACK.
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        opened.bind((host, port))
    except OSError:
        opened.close()
        raise
    return opened


def sentence(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use by another program, perhaps by Leadsite itself: stop it or set PORT."
    return f"Port {port} on {host} cannot be opened ({error.strerror}): set PORT."


class StaffSockets:
    """Those of the back office and the live hub: without a port, in a folder that nobody else can enter."""

    def __init__(self) -> None:
        # Not in TMPDIR or DATA_DIR: a socket's path may have 107 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="leadsite-staff-", dir="/tmp"))  # mkdtemp makes it private
        self.sockets = [self.opened(path) for path in staff_paths(self.folder)]
        self.live = self.opened(live_path(self.folder))

    def opened(self, path: Path) -> socket.socket:
        opened = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        opened.bind(str(path))
        opened.listen(BACKLOG)
        return opened

    def close(self) -> None:
        for one in (*self.sockets, self.live):
            one.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def staff_paths(folder: Path) -> list[Path]:
    return [folder / str(number) for number in range(WORKERS)]


def live_path(folder: Path) -> Path:
    return folder / "live"


def live_hub() -> Path | None:
    """Where the live hub listens; None where this process was not started beside one."""
    folder = os.environ.get(STAFF_FOLDER)
    return live_path(Path(folder)) if folder else None


def back_office() -> list[Path]:
    """Where the workers of the back office listen; empty where this process has to be that itself."""
    folder = os.environ.get(STAFF_FOLDER)
    return staff_paths(Path(folder)) if folder else []


def hand_down(web: list[socket.socket], staff: StaffSockets) -> tuple[int, ...]:
    """Tell the processes that we start from now on; returns the numbers that they have to inherit."""
    os.environ[WEB] = ",".join(str(one.fileno()) for one in web)
    os.environ[STAFF] = ",".join(str(one.fileno()) for one in staff.sockets)
    os.environ[LIVE] = str(staff.live.fileno())
    os.environ[STAFF_FOLDER] = str(staff.folder)
    return tuple(one.fileno() for one in (*web, *staff.sockets, staff.live))


def inherited(variable: str) -> list[int]:
    """The numbers of the sockets that the start command opened for this process, a worker each."""
    return [int(number) for number in os.environ[variable].split(",")]
