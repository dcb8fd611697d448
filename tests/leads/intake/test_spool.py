"""leads.intake.spool: a file that is there for good before anybody is told so."""

import errno
import os
import stat
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from leads.intake import spool as module
from leads.intake.group import Stuck
from leads.intake.spool import Spool, SpoolBroken, ToWrite
from leadsite.keys import new_id
from tests.leads.intake.quotes import quote

Calls = list[tuple[str, str]]


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is busy with other people's files is no disk that hangs."""
    monkeypatch.setattr(module, "WRITE_SECONDS", 10.0)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """Every call that makes a file last, in order, with the name it is about."""
    noted: Calls = []

    def note(name: str, subject: Callable[..., str]) -> None:
        real = getattr(os, name)

        def recorded(*args: Any, **options: Any) -> Any:
            noted.append((name, subject(*args)))
            return real(*args, **options)

        monkeypatch.setattr(os, name, recorded)

    def named(descriptor: int, *_: object) -> str:
        return Path(os.readlink(f"/proc/self/fd/{descriptor}")).name

    note("write", named)
    note("fsync", named)
    note("rename", lambda source, target: Path(target).name)
    return noted


def about(calls: Calls, *names: str) -> Calls:
    return [
        (call, "temporary" if name.endswith(".tmp") else name)
        for call, name in calls
        if name.endswith((".tmp", *names))
    ]


def test_the_answer_comes_after_write_fsync_rename_and_fsync_of_the_folder(
    spool: Spool, calls: Calls
) -> None:
    key = new_id()
    spool.make_folder()
    calls.clear()
    spool.write(key, b"{}")
    answered = len(calls)
    assert about(calls[:answered], ".json", "spool") == [
        ("write", "temporary"),
        ("fsync", "temporary"),
        ("rename", f"{key}.json"),
        ("fsync", "spool"),
    ]


def test_many_records_share_one_fsync_of_the_folder(spool: Spool, calls: Calls) -> None:
    records = [quote() for _ in range(3)]
    items = [(record.id, record.to_json()) for record in records]
    spool.make_folder()
    calls.clear()
    answers = [spool.writer.ask(ToWrite(*item)) for item in items]
    for answer in answers:
        answer.result(5)
    assert {found.id for found in spool.waiting()} == {record.id for record in records}
    assert all(calls.index(("rename", f"{key}.json")) < last(calls, ("fsync", "spool")) for key, _ in items)


def last(calls: Calls, call: tuple[str, str]) -> int:
    return len(calls) - 1 - calls[::-1].index(call)


def test_what_was_written_can_be_read(spool: Spool) -> None:
    record = quote()
    spool.write(record.id, record.to_json())
    assert spool.read(record.id) == record.to_json()
    assert spool.find(record.id) == record
    assert list(spool.records()) == [record]


def test_only_this_user_can_read_it(spool: Spool) -> None:
    record = quote()
    spool.write(record.id, record.to_json())
    spool.note_failure(record.id, "23505")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [spool.folder, *spool.folder.iterdir()]}
    assert modes == {"spool": 0o700, "bad": 0o700, f"{record.id}.json": 0o600, f"{record.id}.failures": 0o600}


def test_a_folder_that_is_there_keeps_its_permissions(spool: Spool) -> None:
    spool.folder.mkdir(mode=0o750)
    spool.write(new_id(), b"{}")
    assert stat.S_IMODE(spool.folder.stat().st_mode) == 0o750


def test_a_retry_keeps_the_first_file(spool: Spool, calls: Calls) -> None:
    key = new_id()
    spool.write(key, b"first")
    calls.clear()
    spool.write(key, b"second")
    assert spool.read(key) == b"first"
    assert ("fsync", "spool") in calls  # the first one may still be on its way to the disk
    assert [path.name for path in spool.folder.glob(".*.tmp")] == []


def test_the_oldest_comes_first_whatever_its_name(spool: Spool) -> None:
    keys = [new_id() for _ in range(3)]
    for age, key in enumerate([keys[1], keys[0], keys[2]]):
        spool.write(key, b"{}")
        os.utime(spool.path(key), (1000 - age, 1000 - age))
    assert [found.id for found in spool.waiting()] == [keys[2], keys[0], keys[1]]


def test_other_files_are_not_taken_for_submissions(spool: Spool) -> None:
    spool.make_folder()
    for name in ("filler", "notes.json", ".lock", f".{new_id()}.1.tmp"):
        (spool.folder / name).touch()
    assert (spool.waiting(), spool.parked_ids()) == ([], [])


def test_a_spool_that_was_never_written_is_empty(spool: Spool) -> None:
    assert (spool.waiting(), spool.parked_ids(), spool.find(new_id())) == ([], [], None)


@pytest.mark.parametrize("name", ["write", "fsync", "rename"])
def test_a_full_disk_is_said_and_leaves_nothing_behind(
    spool: Spool, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    spool.make_folder()

    def full(*args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, name, full)
    with pytest.raises(SpoolBroken, match="No space left"):
        spool.write(new_id(), b"{}")
    monkeypatch.undo()
    assert sorted(path.name for path in spool.folder.iterdir()) == ["bad"]


def test_a_record_too_many_for_the_disk_leaves_the_others_of_its_group_alone(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write

    def full_for_the_large(descriptor: int, data: bytes) -> int:
        if len(data) > 100:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(descriptor, data)

    monkeypatch.setattr(os, "write", full_for_the_large)
    small, large = ToWrite(new_id(), b"{}"), ToWrite(new_id(), b"x" * 101)
    first, second = spool.write_together([small, large])
    assert first is None
    assert isinstance(second, OSError)
    assert [found.id for found in spool.waiting()] == [small.id]


def test_a_disk_that_hangs_is_given_up_on_and_then_not_asked(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool.make_folder()
    spool.writer.stuck_after = 0.1
    monkeypatch.setattr(module, "WRITE_SECONDS", 0.2)
    released = threading.Event()
    real = os.fsync

    def hang(descriptor: int) -> None:
        released.wait(10)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", hang)
    assert isinstance(why_it_failed(spool), TimeoutError)
    assert isinstance(why_it_failed(spool), Stuck)  # nobody waits behind a disk that hangs
    released.set()
    assert eventually(lambda: not spool.writer.is_stuck())
    monkeypatch.setattr(module, "WRITE_SECONDS", 10.0)
    spool.write(new_id(), b"{}")


def why_it_failed(spool: Spool) -> BaseException | None:
    with pytest.raises(SpoolBroken, match="the disk hangs") as refusal:
        spool.write(new_id(), b"{}")
    return refusal.value.__cause__


def eventually(holds: Callable[[], bool], seconds: float = 5) -> bool:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.01)
    return holds()


def test_failures_are_counted_across_restarts(spool: Spool) -> None:
    key = new_id()
    spool.write(key, b"{}")
    assert [spool.note_failure(key, "23505") for _ in range(3)] == [1, 2, 3]
    assert Spool(spool.folder).failures(key) == 3


def test_a_parked_record_waits_apart_with_its_reason(spool: Spool) -> None:
    record = quote()
    spool.write(record.id, record.to_json())
    spool.note_failure(record.id, "UniqueViolation 23505 leads_folio_key")
    spool.park(record.id)
    assert (spool.waiting(), spool.parked_ids(), list(spool.parked())) == ([], [record.id], [record])
    assert spool.last_failure(record.id) == "UniqueViolation 23505 leads_folio_key"
    assert spool.find(record.id) == record


def test_a_parked_record_can_try_again_with_its_failures_forgotten(spool: Spool) -> None:
    key = new_id()
    spool.write(key, b"{}")
    spool.note_failure(key, "23505")
    spool.park(key)
    spool.unpark(key)
    assert ([found.id for found in spool.waiting()], spool.parked_ids(), spool.failures(key)) == (
        [key],
        [],
        0,
    )


@pytest.mark.parametrize("parked", [False, True])
def test_what_is_removed_leaves_no_trace(spool: Spool, parked: bool) -> None:
    key = new_id()
    spool.write(key, b"{}")
    spool.note_failure(key, "23505")
    if parked:
        spool.park(key)
    assert spool.remove(key) is True
    assert [path for path in spool.folder.rglob("*") if path.is_file()] == []
    assert spool.remove(key) is True


def test_a_damaged_file_hides_no_other(spool: Spool) -> None:
    record = quote()
    spool.write(new_id(), b"\0\0\0")
    spool.write(record.id, record.to_json())
    assert list(spool.records()) == [record]


def test_what_a_killed_process_left_half_written_goes_after_a_while(spool: Spool) -> None:
    spool.make_folder()
    old, new = (spool.folder / f".{new_id()}.1.{number}.tmp" for number in range(2))
    old.touch()
    new.touch()
    os.utime(old, (0, 0))
    spool.remove_leftovers()
    assert list(spool.folder.glob(".*.tmp")) == [new]


def test_a_parked_record_gets_other_content_and_keeps_its_age(spool: Spool) -> None:
    record = quote()
    spool.write(record.id, record.to_json())
    spool.park(record.id)
    path = spool.bad / f"{record.id}.json"
    os.utime(path, (1000, 1000))
    spool.rewrite_parked(record.id, b"other")
    assert (path.read_bytes(), path.stat().st_mtime, oct(path.stat().st_mode)[-3:]) == (b"other", 1000, "600")


def test_what_is_parked_no_more_gets_no_content(spool: Spool) -> None:
    spool.make_folder()
    key = quote().id
    with pytest.raises(FileNotFoundError):
        spool.rewrite_parked(key, b"other")
    assert list(spool.bad.iterdir()) == []
