"""Making a cluster, and the settings that every start of it gets."""

import os
import shutil
import subprocess
from pathlib import Path

from leadsite.embedded import CannotRun
from leadsite.embedded.account import Account

# Nothing of our environment goes to the server: secrets would lie in its process, and PGPORT would count.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}

ROLES = """
create role leadsite_owner login createrole createdb;
create role leadsite_web login;
alter role leadsite_web set statement_timeout = '30s';
alter role leadsite_web set lock_timeout = '5s';
alter role leadsite_web set idle_in_transaction_session_timeout = '60s';
create database leadsite owner leadsite_owner;
"""

SETTINGS_FILE = "leadsite.conf"
SETTINGS = {
    "max_connections": "60",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    "synchronous_commit": "on",  # an acknowledged quote survives
    "jit": "off",  # every query here is short
    "timezone": "UTC",
    # Tables that only grow: keep their statistics and visibility maps fresh.
    "autovacuum_naptime": "15s",
    "autovacuum_vacuum_insert_scale_factor": "0.02",
    "autovacuum_vacuum_scale_factor": "0.05",
    "autovacuum_analyze_scale_factor": "0.02",
    # A failing statement carries a customer's words, and DETAIL a whole row: neither may reach a log.
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
    "log_autovacuum_min_duration": "-1",
}
INCLUDE = f"""
# Rewritten at every start:
include = '{SETTINGS_FILE}'
# Your own settings go below this line and win.
"""


def data_directory(cluster: Path, account: Account) -> str:
    """How the server's account names the cluster.

    The folders above it may be closed to an account that root chose: its own working directory, which root
    enters before giving up its rights, is reachable all the same, and no permission has to be changed.
    """
    return str(cluster) if account.is_ours else "/proc/self/cwd"


def run(program: Path, arguments: list[str], folder: Path, account: Account, text: str = "") -> None:
    done = subprocess.run(  # noqa: S603  # a program of our own wheel
        [program, *arguments],
        cwd=folder,
        env=ENVIRONMENT,
        input=text,
        capture_output=True,
        text=True,
        **account.identity(),
    )
    if done.returncode != 0 or "ERROR:" in done.stderr:
        reason = (done.stderr or done.stdout).strip().splitlines() or ["no reason given"]
        raise CannotRun(f"The embedded PostgreSQL could not make its database: {reason[0]}")


def make(cluster: Path, programs: Path, account: Account) -> None:
    """A cluster with our roles and an empty database; complete or not at all."""
    making = cluster.with_name(cluster.name + ".new")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(mode=0o700)
    account.give(making)
    where = data_directory(making, account)
    options = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    run(
        programs / "initdb",
        ["-D", where, "--username=postgres", "--auth=trust", "--no-instructions", *options],
        making,
        account,
    )
    run(programs / "postgres", ["--single", "-D", where, "postgres"], making, account, one_a_line(ROLES))
    with (making / "postgresql.conf").open("a") as settings:
        settings.write(INCLUDE)
    making.rename(cluster)


def one_a_line(sql: str) -> str:
    """The single-user server takes a line break for the end of a statement."""
    return sql.strip() + "\n"


def write_settings(cluster: Path, account: Account) -> None:
    text = "".join(f"{name} = '{value}'\n" for name, value in SETTINGS.items())
    target, making = cluster / SETTINGS_FILE, cluster / (SETTINGS_FILE + ".new")
    if target.is_file() and target.read_text() == text:
        return
    making.write_text(text)
    making.chmod(0o600)
    account.give(making)
    making.rename(target)


def check_version(cluster: Path, programs: Path) -> None:
    """A cluster made by another major version is not readable by this one: say so before the server does."""
    made_by = (cluster / "PG_VERSION").read_text().strip()
    command = [str(programs / "postgres"), "--version"]
    ours = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT)  # noqa: S603  # our own wheel
    if ours.stdout.split()[-1].split(".")[0] != made_by:
        raise CannotRun(
            f"The database in {cluster} was made by PostgreSQL {made_by} and this is {ours.stdout.strip()}:"
            " dump it with the old version and load the dump into a new DATA_DIR."
        )


def present(cluster: Path) -> bool:
    return (cluster / "PG_VERSION").is_file()


def make_socket_dir(folder: Path, account: Account) -> None:
    """Make the private folder, or refuse one that somebody else may have prepared for us."""
    try:
        folder.mkdir(mode=0o700)
        account.give(folder)
    except FileExistsError:
        found = folder.lstat()
        if folder.is_symlink() or found.st_uid not in (os.geteuid(), account.uid) or found.st_mode & 0o077:
            raise CannotRun(
                f"The folder {folder} for the database's socket belongs to somebody else: remove it."
            ) from None
        if found.st_uid != account.uid:
            account.give(folder)
