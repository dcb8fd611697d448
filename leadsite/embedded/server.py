"""One embedded server: find it, start it, wait for it, stop it. Callers hold the start lock."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from leadsite.embedded import CannotRun, binaries, cluster, paths
from leadsite.embedded.account import server_account

READY_SECONDS = 60  # a recovery after a crash may take a while
FAST_STOP_SECONDS = 4
IMMEDIATE_STOP_SECONDS = 1
DYING_SECONDS = 2
LOG_LIMIT = 10_000_000


class Server:
    """The server of one DATA_DIR, whoever started it.

    `extra` is for the suite, which wants a server that does not wait for the disk.
    """

    def __init__(self, data_dir: Path, extra: tuple[str, ...] = ()) -> None:
        self.data_dir = data_dir
        self.cluster = paths.cluster_dir(data_dir)
        self.socket_dir = paths.socket_dir(data_dir)
        self.name = self.socket_dir.name.encode()  # shown by `ps` for each of its processes
        self.extra = extra
        self.child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Make the cluster if there is none, and the server's process; does not wait until it is ready."""
        account = server_account(self.cluster)
        programs = binaries.usable(account)
        try:
            if not cluster.present(self.cluster):
                cluster.make(self.cluster, programs, account)
            cluster.check_version(self.cluster, programs)
            cluster.write_settings(self.cluster, account)
            cluster.make_socket_dir(self.socket_dir, account)
            self.clear_remains()
            log = self.open_log()
        except OSError as error:
            raise CannotRun(f"The embedded PostgreSQL cannot use {self.data_dir} ({error}).") from None
        with os.fdopen(log, "ab") as output:
            self.child = subprocess.Popen(  # noqa: S603  # a program of our own wheel
                [programs / "postgres", "-D", cluster.data_directory(self.cluster, account), *self.options()],
                cwd=self.cluster,
                env=cluster.ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C in the terminal is for those who use it
                **account.identity(),
            )

    def options(self) -> list[str]:
        fixed = (
            "listen_addresses=",
            f"port={paths.PORT}",
            f"unix_socket_directories={self.socket_dir}",
            "unix_socket_permissions=0700",
            f"cluster_name={self.name.decode()}",
        )
        return [word for option in (*fixed, *self.extra) for word in ("-c", option)]

    def open_log(self) -> int:
        path = paths.log_file(self.data_dir)
        if path.exists() and path.stat().st_size > LOG_LIMIT:
            path.replace(path.with_suffix(".old.log"))
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)

    def pid(self) -> int | None:
        """The process id of the live server of this cluster."""
        if self.child is not None:
            self.child.poll()  # a dead child is no live server
        try:
            pid = int((self.cluster / "postmaster.pid").read_text().splitlines()[0])
        except (OSError, ValueError, IndexError):
            return None
        return pid if self.lives_here(pid) else None

    def lives_here(self, pid: int) -> bool:
        """Whether a process serves this cluster: after a crash its number may be another program's.

        By its command line, which carries the cluster's name: where a process works is hidden from a root
        that lacks a capability, as in a container.
        """
        facts = Path(f"/proc/{pid}")
        try:
            return (facts / "comm").read_text() == "postgres\n" and self.name in (
                facts / "cmdline"
            ).read_bytes()
        except OSError:
            return False

    def processes(self) -> list[int]:
        """Every process of this cluster: the server, its workers and what a killed server left."""
        numbers = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
        return [pid for pid in numbers if self.lives_here(pid)]

    def kill_remains(self) -> None:
        """Kill what is left of the server and wait for its end: who writes to the disk dies late."""
        deadline = time.monotonic() + DYING_SECONDS
        while (left := self.processes()) and time.monotonic() < deadline:
            for pid in left:
                send(pid, signal.SIGKILL)
            time.sleep(0.01)

    def clear_remains(self) -> None:
        """Take away what a killed server left: workers that hold its memory, files that name its process."""
        self.kill_remains()
        (self.cluster / "postmaster.pid").unlink(missing_ok=True)
        (self.socket_dir / f".s.PGSQL.{paths.PORT}.lock").unlink(missing_ok=True)

    def is_ready(self) -> bool:
        """Whether the server accepts connections; asks no connection of it."""
        try:
            lines = (self.cluster / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) >= 8 and lines[7].strip() == "ready" and self.pid() is not None

    def wait_until_ready(self, seconds: float = READY_SECONDS) -> None:
        deadline = time.monotonic() + seconds
        while not self.is_ready():
            if self.child is not None and self.child.poll() is not None:
                raise CannotRun(
                    f"The embedded PostgreSQL ended at once: see {paths.log_file(self.data_dir)}."
                )
            if time.monotonic() > deadline:
                raise CannotRun(f"The embedded PostgreSQL is not ready after {seconds:.0f} s.")
            time.sleep(0.01)

    def ensure(self) -> None:
        """Attach to the live server or start one, and wait until it answers."""
        if self.pid() is None:
            self.start()
        self.wait_until_ready()

    def stop(self) -> None:
        """End the server and every process of it within a few seconds, a frozen one too."""
        pid = self.pid()
        if pid is not None:
            for one in self.processes():
                send(one, signal.SIGCONT)
            send(pid, signal.SIGINT)
            if not self.ended(FAST_STOP_SECONDS):
                send(pid, signal.SIGQUIT)
                self.ended(IMMEDIATE_STOP_SECONDS)
        self.kill_remains()
        if self.child is not None:
            self.child.wait()
        with suppress(OSError):
            self.socket_dir.rmdir()

    def let_go(self) -> None:
        """Leave the server to others who use it: Popen would complain that nobody waits for its end."""
        if self.child is not None:
            self.child.returncode = 0
            self.child = None

    def ended(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while self.pid() is not None:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.01)
        return True


def send(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
