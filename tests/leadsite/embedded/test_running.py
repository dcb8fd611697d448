import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import psycopg

from leadsite.embedded import paths
from leadsite.embedded.running import running
from leadsite.embedded.server import Server
from tests.leadsite.embedded.conftest import FORGETFUL

ROOT = Path(__file__).resolve().parents[3]


def use_in_another_process(data_dir: Path) -> subprocess.Popen[str]:
    """A process that uses the server until its standard input is closed."""
    program = f"""
        import sys
        from pathlib import Path
        from leadsite.embedded.running import ending_in_order, running
        with ending_in_order(), running(Path({str(data_dir)!r}), {FORGETFUL!r}):
            print("using", flush=True)
            sys.stdin.read()
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "using\n"
    return process


def leave(process: subprocess.Popen[str]) -> None:
    process.communicate()


def test_the_server_runs_as_long_as_the_block_and_no_longer(data_dir: Path) -> None:
    with running(data_dir, FORGETFUL) as server:
        inside = server.is_ready()
    assert (inside, server.processes()) == (True, [])


def test_whoever_comes_second_finds_the_same_server_and_leaves_it_running(data_dir: Path) -> None:
    with running(data_dir, FORGETFUL) as server:
        first = server.pid()
        leave(use_in_another_process(data_dir))
        assert server.pid() == first


def test_whoever_leaves_last_stops_it_even_if_somebody_else_started_it(data_dir: Path) -> None:
    with running(data_dir, FORGETFUL) as server:
        other = use_in_another_process(data_dir)
    still_there = server.is_ready()
    leave(other)
    assert (still_there, server.pid(), server.processes()) == (True, None, [])


def test_an_open_psql_keeps_the_server_running(data_dir: Path) -> None:
    with running(data_dir, FORGETFUL) as server:
        address = f"host={server.socket_dir} port={paths.PORT} user=postgres dbname=postgres"
        visitor = psycopg.connect(address)
    kept = server.is_ready()
    visitor.close()
    with running(data_dir, FORGETFUL):
        pass
    assert (kept, server.pid(), server.processes()) == (True, None, [])


def test_a_command_told_to_end_stops_the_server(data_dir: Path) -> None:
    process = use_in_another_process(data_dir)
    process.send_signal(signal.SIGTERM)
    leave(process)
    assert (process.returncode, Server(data_dir).processes()) == (128 + signal.SIGTERM, [])


def test_the_server_of_a_killed_command_is_found_and_stopped_by_the_next(data_dir: Path) -> None:
    process = use_in_another_process(data_dir)
    process.kill()
    leave(process)
    orphan = Server(data_dir).pid()
    with running(data_dir, FORGETFUL) as server:
        found = server.pid()
    assert orphan is not None
    assert (found, server.processes()) == (orphan, [])


def test_two_that_come_at_once_share_one_server(data_dir: Path) -> None:
    first, second = use_in_another_process(data_dir), use_in_another_process(data_dir)
    pids = {pid for pid in Server(data_dir).processes() if parent(pid) not in Server(data_dir).processes()}
    leave(first)
    leave(second)
    assert len(pids) == 1


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
