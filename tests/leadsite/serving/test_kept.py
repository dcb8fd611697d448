import sys
import time
from pathlib import Path

import pytest

from leadsite.serving.children import Child
from leadsite.serving.kept import LONGEST_PAUSE, Database, Pause, Program


def test_the_first_death_is_followed_at_once() -> None:
    pause = Pause()
    pause.started(0.0)
    pause.ended(1.0)
    assert pause.is_over(1.0)


def test_each_further_death_is_followed_after_twice_the_time() -> None:
    pause = Pause()
    waited = []
    for _ in range(5):
        pause.started(100.0)
        pause.ended(100.0)
        waited.append(round(pause.due_at - 100.0, 3))
    assert waited == [0.0, 0.1, 0.2, 0.4, 0.8]


def test_the_pause_has_an_end() -> None:
    pause = Pause()
    for _ in range(50):
        pause.started(0.0)
        pause.ended(0.0)
    assert pause.due_at == LONGEST_PAUSE


def test_one_that_ran_steadily_is_followed_at_once_again() -> None:
    pause = Pause()
    for _ in range(5):
        pause.ended(0.0)
    pause.started(10.0)
    pause.ended(70.0)
    assert pause.is_over(70.0)


def program(code: str, *, once: bool = False) -> tuple[Program, list[str]]:
    said: list[str] = []
    return Program(
        Child("example", (sys.executable, "-c", code), once=once), Path.cwd(), said.append, ()
    ), said


def ended(one: Program) -> int:
    assert one.process is not None
    return one.process.wait(10)


def test_a_program_that_ends_is_started_again() -> None:
    one, said = program("raise SystemExit(3)")
    one.tend(0.0)
    ended(one)
    one.tend(1.0)
    assert (ended(one), said) == (3, ["The process example ended (3) and is started again."])


def test_a_program_wanted_once_is_left_alone_when_it_has_succeeded() -> None:
    one, _ = program("", once=True)
    one.tend(0.0)
    ended(one)
    one.tend(1.0)
    assert (one.succeeded, one.process) == (True, None)


def test_a_program_wanted_once_is_tried_again_when_it_has_failed() -> None:
    one, _ = program("raise SystemExit(1)", once=True)
    one.tend(0.0)
    ended(one)
    one.tend(1.0)
    assert (one.succeeded, ended(one)) == (False, 1)


def test_a_program_deaf_to_the_signal_is_killed_at_the_deadline(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    one, _ = program(
        "import pathlib, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        f"pathlib.Path({str(ready)!r}).touch(); time.sleep(600)"
    )
    one.tend(0.0)
    while not ready.exists():
        time.sleep(0.01)
    one.ask_to_end()
    one.end(time.monotonic() + 0.2)
    assert one.process is not None
    assert one.process.returncode == -9


@pytest.mark.parametrize("once", [True, False])
def test_a_program_that_never_started_needs_no_end(once: bool) -> None:
    one, _ = program("", once=once)
    one.ask_to_end()
    one.end(0.0)
    assert one.process is None


def test_a_machine_without_a_process_to_spare_is_asked_again() -> None:
    one, said = program("")
    one.child = Child("example", ("/nowhere/at/all",))
    one.tend(0.0)
    assert one.process is None
    assert said == [
        "The process example cannot be started"
        " ([Errno 2] No such file or directory: '/nowhere/at/all'), which is tried again."
    ]
    one.child = Child("example", (sys.executable, "-c", ""))
    one.tend(1.0)
    assert ended(one) == 0


def test_a_database_that_the_machine_has_no_room_for_is_said_once_and_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    database = Database(tmp_path, said.append)

    def no_memory() -> None:
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr(database.server, "start", no_memory)
    database.tend(0.0)
    database.tend(1.0)
    database.use.release()
    assert said == [
        "The embedded PostgreSQL cannot be started ([Errno 12] Cannot allocate memory)."
        " The form serves without it."
    ]
