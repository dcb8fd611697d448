import os
import subprocess
import sys
from pathlib import Path

import pytest

from leadsite.embedded.command_line import needs_database
from leadsite.embedded.server import Server

ROOT = Path(__file__).resolve().parents[3]
SHELL = (
    "from django.db import connection as c; print(c.cursor().execute('select current_user').fetchone()[0])"
)


@pytest.mark.parametrize(
    ("words", "needed"),
    [
        ([], False),
        (["help"], False),
        (["migrate", "--help"], False),
        (["collectstatic", "--no-input"], False),
        (["serve"], False),
        (["check"], False),
        (["check", "--database", "default"], True),
        (["migrate"], True),
        (["shell"], True),
        (["runserver"], True),
        (["drain"], True),
    ],
)
def test_a_command_that_talks_to_the_database_is_known(words: list[str], needed: bool) -> None:
    assert needs_database(words) == needed


def manage(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """`manage.py` as on a bare machine, with these settings only."""
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={**keep, **settings},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_shell_works_by_itself_on_a_bare_machine(tmp_path: Path) -> None:
    done = manage("shell", "--no-imports", "-c", SHELL, DATA_DIR=str(tmp_path / "data"))
    assert (done.stdout.splitlines()[-1:], done.returncode) == (["leadsite_web"], 0), done.stderr


def test_nothing_is_left_running(tmp_path: Path) -> None:
    manage("shell", "--no-imports", "-c", "pass", DATA_DIR=str(tmp_path / "data"))
    assert Server(tmp_path / "data").processes() == []


IN_A_THREAD = """
import threading, time
from django.db import connection
def use():
    connection.ensure_connection()
    ready.set()
    time.sleep(600)
ready = threading.Event()
threading.Thread(target=use, daemon=True).start()
assert ready.wait(10)
"""


def test_nothing_is_left_running_when_a_thread_still_holds_a_connection(tmp_path: Path) -> None:
    done = manage("shell", "--no-imports", "-c", IN_A_THREAD, DATA_DIR=str(tmp_path / "data"))
    assert (done.returncode, Server(tmp_path / "data").processes()) == (0, []), done.stderr


def test_with_a_database_url_nothing_embedded_starts(tmp_path: Path) -> None:
    done = manage(
        "shell", "--no-imports", "-c", "pass", DATA_DIR=str(tmp_path / "data"), DEBUG="yes",
        DATABASE_URL="postgres://web@127.0.0.1:1/leadsite",
    )  # fmt: skip
    assert (done.returncode, (tmp_path / "data").exists()) == (0, False), done.stderr


def test_a_data_folder_that_cannot_be_used_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    done = manage("migrate", DATA_DIR=str(tmp_path / "data"))
    assert done.stderr == f"The data folder {tmp_path / 'data'} cannot be used (File exists): set DATA_DIR.\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every folder")
def test_a_data_folder_of_somebody_else_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0)
    done = manage("migrate", DATA_DIR=str(tmp_path / "data"))
    assert (
        done.stderr
        == f"The data folder {tmp_path / 'data'} cannot be used (Permission denied): set DATA_DIR.\n"
    )
