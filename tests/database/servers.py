"""Another PostgreSQL beside the suite's own, and `manage.py` on it."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]


def debians_binaries() -> Path | None:
    """The oldest PostgreSQL of the system's packages that is not older than 15."""
    found = {
        int(path.parent.name): path
        for path in Path("/usr/lib/postgresql").glob("*/bin")
        if path.parent.name.isdigit() and int(path.parent.name) >= 15 and (path / "initdb").is_file()
    }
    return found[min(found)] if found else None


def unprivileged() -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def server(binaries: Path) -> Iterator[Path]:
    """A running server with the project's roles; its socket's folder, all the address it has."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    user = unprivileged()
    if user:
        shutil.chown(folder, user)
    place = ["-D", str(folder / "data")]
    subprocess.run(
        [
            binaries / "initdb",
            *place,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        ],
        check=True,
        user=user,
        cwd=folder,
        stdout=subprocess.DEVNULL,
    )
    forgetful = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
    settings = [word for setting in ("listen_addresses=", *forgetful) for word in ("-c", setting)]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [binaries / "postgres", *place, "-k", str(folder), *settings], user=user, cwd=folder, stderr=log
        )
    try:
        psql(binaries, folder, "create role leadsite_owner login createrole createdb", patience=20)
        psql(binaries, folder, "create role leadsite_web login")
        psql(binaries, folder, "create database leadsite owner leadsite_owner")
        yield folder
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(folder)


def psql(binaries: Path, folder: Path, sql: str, patience: float = 0) -> None:
    command = [binaries / "psql", "-h", str(folder), "-U", "postgres", "-qc", sql]
    until = time.monotonic() + patience
    while subprocess.run(command, capture_output=time.monotonic() < until).returncode:
        if time.monotonic() > until:
            raise AssertionError(sql)
        time.sleep(0.1)


def environment(
    *, host: str, port: str, name: str, web: str = "leadsite_web", owner: str = "leadsite_owner"
) -> dict[str, str]:
    """The process's own, aimed at this database as both roles, without what pytest left in it."""
    place = f"{quote(host, safe='')}:{port}" if port else quote(host, safe="")
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith("PYTEST")},
        "DATABASE_URL": f"postgres://{web}@{place}/{name}",
        "MIGRATE_DATABASE_URL": f"postgres://{owner}@{place}/{name}",
        "DEBUG": "1",
    }


def attempt(*arguments: str, env: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], env=env, cwd=ROOT, capture_output=True, text=True
    )


def manage(*arguments: str, env: dict[str, str]) -> str:
    done = attempt(*arguments, env=env)
    assert done.returncode == 0, done.stderr
    return done.stdout
