"""The start command, whole: real processes, killed for real."""

import os
import shutil
import signal
import socket
import stat
import time
from pathlib import Path

import psutil
import pytest

from leadsite.embedded.server import Server
from tests.leadsite.serving.house import House, eventually


def gone(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def test_a_second_start_prepares_nothing_again(prepared: Path, running: House) -> None:
    eventually(lambda: any(line.startswith("Back office") for line in running.said()))
    first, second = (folder / "static.collected" for folder in (prepared, running.data_dir))
    assert second.stat().st_mtime_ns == first.stat().st_mtime_ns
    assert not any(line.startswith("Applying") for line in running.said())


def test_it_prints_where_everything_is(running: House) -> None:
    assert f"Quote form   http://127.0.0.1:{running.port}/" in running.said()
    assert f"Back office  http://127.0.0.1:{running.port}/admin/" in running.said()


def test_it_prints_the_demo_logins_of_this_installation(running: House) -> None:
    eventually(lambda: "neha  a-random-password" in running.said())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_every_process_and_the_database(house: House, number: signal.Signals) -> None:
    house.start()
    eventually(house.server.is_ready)
    eventually(house.has_worker)
    processes = [house.web(), *house.workers(), house.worker()]
    sockets = Path(house.staff().environ()["LEADSITE_STAFF_FOLDER"])
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    house.end(number)
    assert [one for one in processes if not gone(one)] == []
    assert (house.server.processes(), sockets.exists()) == ([], False)


def test_a_signal_during_the_start_ends_everything_too(house: House) -> None:
    house.process = house.command()
    eventually(lambda: house.server.pid() is not None)
    house.end()
    assert house.server.processes() == []


def test_a_killed_worker_comes_back(running: House) -> None:
    victim = running.workers()[0]
    victim.kill()
    eventually(lambda: victim not in running.workers() and len(running.workers()) == 2)


def test_workers_that_are_killed_again_and_again_keep_coming_back(running: House) -> None:
    for _ in range(4):
        eventually(lambda: running.workers() != [])
        running.workers()[0].kill()
        time.sleep(0.2)
    assert running.answers()
    eventually(lambda: len(running.workers()) == 2)


def test_nobody_is_refused_while_all_web_processes_are_replaced(running: House) -> None:
    """The start command holds the port open: a customer waits a moment and is served."""
    workers = running.workers()
    running.web().kill()
    eventually(lambda: all(gone(one) for one in workers))
    assert running.answers(patience=20)


def test_the_back_office_has_processes_of_its_own_that_yield_to_the_quotes(running: House) -> None:
    assert running.status("/admin/login/") == 200
    processes = (running.staff(), *running.staff().children(), *running.workers())
    assert [one.nice() - running.web().nice() for one in processes] == [5, 5, 5, 0, 0]


def test_a_killed_back_office_comes_back_while_staff_wait(running: House) -> None:
    assert running.status("/admin/login/") == 200
    for one in (*running.staff().children(), running.staff()):
        one.kill()
    assert running.status("/healthz") == 200
    eventually(lambda: running.status("/admin/login/") == 200)


def test_a_killed_worker_of_jobs_comes_back(running: House) -> None:
    victim = running.worker()
    victim.kill()
    eventually(lambda: running.has_worker(besides=victim), 20)


def test_jobs_can_be_left_to_other_hosts(house: House) -> None:
    house.start(WORKERS="0")
    eventually(lambda: any(line.startswith("Back office") for line in house.said()))
    time.sleep(0.5)  # two rounds of the start command
    assert not house.has_worker()


def test_a_killed_database_comes_back(running: House) -> None:
    killed = running.server.pid()
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    eventually(lambda: running.server.pid() not in (None, killed) and running.server.is_ready())


def test_a_killed_start_command_leaves_the_port_free_and_its_database_to_the_next(house: House) -> None:
    house.start()
    eventually(house.server.is_ready)
    orphan = house.server.pid()
    house.end(signal.SIGKILL)
    house.start()
    adopted = house.server.pid()
    house.end()
    assert orphan is not None
    assert (adopted, house.server.processes()) == (orphan, [])


def test_an_adopted_database_that_is_killed_comes_back(house: House) -> None:
    house.start()
    eventually(house.server.is_ready)
    house.end(signal.SIGKILL)
    house.start()
    adopted = house.server.pid()
    assert adopted is not None
    os.kill(adopted, signal.SIGKILL)
    eventually(lambda: house.server.pid() not in (None, adopted) and house.server.is_ready())


def test_a_port_in_use_is_told_in_a_sentence(house: House) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", house.port))
        other.listen()
        status, sentence = house.refused()
    assert (status, sentence) == (
        1,
        f"CommandError: Port {house.port} is in use by another program, perhaps by Leadsite itself:"
        " stop it or set PORT.",
    )


def test_a_data_folder_in_use_is_told_in_a_sentence(running: House) -> None:
    assert running.process is not None
    other = House(running.data_dir)
    assert other.refused() == (
        1,
        f"CommandError: Leadsite already runs with the data folder {running.data_dir}"
        f" (process {running.process.pid}): stop it first.",
    )


def test_with_a_database_url_that_is_away_the_form_serves_and_nothing_embedded_starts(
    prepared: Path, tmp_path: Path
) -> None:
    house = House(tmp_path, static_of=prepared)
    try:
        house.start(DATABASE_URL="postgres://web@127.0.0.1:1/leadsite", WHATSAPP_NUMBER="919876543210")
        assert Server(tmp_path).processes() == []
        made = (tmp_path / "settings.env").read_text()
    finally:
        house.tidy()
    names = [line.split("=")[0] for line in made.splitlines()[1:]]
    assert names == ["SECRET_KEY", "ALLOWED_HOSTS", "SECURE_COOKIES"]


def test_an_embedded_database_that_cannot_start_does_not_stop_the_form(
    prepared: Path, tmp_path: Path
) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("15\n")
    shutil.copy(prepared / "prepared", tmp_path)
    house = House(tmp_path, static_of=prepared)
    try:
        house.start()
        assert any("was made by PostgreSQL 15" in line for line in house.said())
    finally:
        house.tidy()
