import os
import signal
import stat
import subprocess
import time
from pathlib import Path

import psycopg
import pytest

from leadsite.embedded import paths
from leadsite.embedded.server import Server
from tests.leadsite.embedded.conftest import FORGETFUL


def ask(server: Server, sql: str, role: str = "leadsite_web") -> object:
    """The first value of the last row, None for a statement that gives no rows."""
    address = f"host={server.socket_dir} port={paths.PORT} user={role} dbname=leadsite connect_timeout=2"
    with psycopg.connect(address, autocommit=True) as connection:
        done = connection.execute(sql)
        row = done.fetchone() if done.description else None
    return row[0] if row else None


def test_the_web_role_finds_an_empty_database_of_the_owner(server: Server) -> None:
    owner = "select pg_get_userbyid(datdba) from pg_database where datname = current_database()"
    assert ask(server, owner) == "leadsite_owner"


def test_the_owner_may_create_roles_and_databases(server: Server) -> None:
    rights = "select array[rolcreaterole, rolcreatedb, rolsuper] from pg_roles where rolname = current_user"
    assert ask(server, rights, "leadsite_owner") == [True, True, False]


def test_the_web_role_may_neither(server: Server) -> None:
    rights = "select array[rolcreaterole, rolcreatedb, rolsuper] from pg_roles where rolname = current_user"
    assert ask(server, rights) == [False, False, False]


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("server_encoding", "UTF8"),
        ("synchronous_commit", "on"),
        ("max_connections", "60"),
        ("listen_addresses", ""),
        ("log_error_verbosity", "terse"),
    ],
)
def test_it_runs_with_our_settings(server: Server, setting: str, value: str) -> None:
    assert ask(server, f"select current_setting('{setting}')") == value


def test_names_sort_and_fold_as_unicode_does(server: Server) -> None:
    assert ask(server, "select lower('ÉCOLE ŻÓŁW')") == "école żółw"


def test_only_the_server_may_enter_the_socket_folder(server: Server) -> None:
    assert stat.S_IMODE(server.socket_dir.stat().st_mode) == 0o700


def test_no_process_of_it_runs_as_root(server: Server) -> None:
    owners = {Path(f"/proc/{pid}").stat().st_uid for pid in server.processes()}
    assert 0 not in owners


def test_the_server_does_not_know_our_secrets(monkeypatch: pytest.MonkeyPatch, data_dir: Path) -> None:
    monkeypatch.setenv("SECRET_KEY", "a-canary")
    server = Server(data_dir, FORGETFUL)
    server.ensure()
    environment = Path(f"/proc/{server.pid()}/environ").read_bytes()
    server.stop()
    assert b"canary" not in environment


def test_a_failing_statement_leaves_no_personal_data_in_the_log(server: Server) -> None:
    ask(server, "create table guests (phone text check (length(phone) < 5))", "leadsite_owner")
    with pytest.raises(psycopg.errors.CheckViolation):
        ask(server, "insert into guests values ('+919876543210')", "leadsite_owner")
    assert "9876543210" not in paths.log_file(server.data_dir).read_text()


def test_a_second_process_finds_the_running_server(server: Server) -> None:
    other = Server(server.data_dir)
    assert (other.pid(), other.is_ready()) == (server.pid(), True)


def test_stopping_leaves_no_process_and_no_socket(server: Server) -> None:
    server.stop()
    assert (server.pid(), server.processes(), server.socket_dir.exists()) == (None, [], False)


def test_a_server_killed_with_its_workers_alive_starts_again(server: Server) -> None:
    assert server.child is not None
    ask(server, "create table kept (n int); insert into kept values (7)", "leadsite_owner")
    server.child.kill()
    server.child.wait()
    server.ensure()
    assert ask(server, "select n from kept", "leadsite_owner") == 7


def test_a_process_id_that_another_program_has_by_now_does_not_stop_the_start(server: Server) -> None:
    server.stop()
    sleeper = subprocess.Popen(["sleep", "30"])
    account = server.cluster.stat()
    stale = server.cluster / "postmaster.pid"
    stale.write_text(
        f"{sleeper.pid}\n{server.cluster}\n1\n{paths.PORT}\n{server.socket_dir}\n\n0 0\nready   \n"
    )
    os.chown(stale, account.st_uid, account.st_gid)
    try:
        server.ensure()
        assert (ask(server, "select 1"), sleeper.poll()) == (1, None)
    finally:
        sleeper.kill()
        sleeper.wait()


def test_a_frozen_server_is_stopped_all_the_same(server: Server) -> None:
    for pid in server.processes():
        os.kill(pid, signal.SIGSTOP)
    begin = time.monotonic()
    server.stop()
    assert (server.processes(), time.monotonic() - begin < 8) == ([], True)


def test_an_operators_shell_in_the_data_folder_is_left_alone(server: Server) -> None:
    server.stop()
    shell = subprocess.Popen(["sleep", "30"], cwd=server.cluster)
    try:
        server.ensure()
        assert shell.poll() is None
    finally:
        shell.kill()
        shell.wait()
