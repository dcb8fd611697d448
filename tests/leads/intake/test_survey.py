"""leads.intake.survey: how full the spool is."""

import os
import time
from pathlib import Path

import pytest

from leads.intake.spool import Spool, Waiting
from leads.intake.survey import Survey
from leadsite.keys import new_id


def filled(spool: Spool, count: int) -> Survey:
    for _ in range(count):
        spool.write(new_id(), b"{}")
    return Survey(spool)


def test_it_counts_what_waits_and_what_is_parked(spool: Spool) -> None:
    survey = filled(spool, 3)
    oldest, other, _ = spool.waiting()
    spool.park(other.id)
    counted = survey.count()
    assert (counted.pending, counted.parked, counted.oldest_at) == (2, 1, oldest.written_at)


def test_nothing_waits_in_an_empty_spool(spool: Spool) -> None:
    assert (Survey(spool).count().pending, Survey(spool).oldest_age()) == (0, None)


def test_the_oldest_has_an_age(spool: Spool) -> None:
    survey = filled(spool, 2)
    path = spool.path(spool.waiting()[1].id)
    os.utime(path, (time.time() - 90, time.time() - 90))
    assert survey.oldest_age() == pytest.approx(90, abs=1)


def test_counting_takes_a_twentieth_of_the_time_at_most(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = filled(spool, 1)
    found, listings = spool.waiting(), []

    def slowly() -> list[Waiting]:
        listings.append("listed")
        time.sleep(0.2)
        return found

    monkeypatch.setattr(spool, "waiting", slowly)
    survey.count()
    survey.count()
    assert listings == ["listed"]
    assert survey.good_until - time.monotonic() > 2  # twenty times what it took, less what has passed


def test_the_ceiling_counts_what_this_process_added_since(spool: Spool) -> None:
    survey = filled(spool, 2)
    survey.count()
    assert survey.is_above(3) is False
    spool.write(new_id(), b"{}")
    survey.wrote_one()
    assert survey.is_above(3) is True


def test_a_doubt_about_the_ceiling_is_settled_by_counting(spool: Spool) -> None:
    survey = filled(spool, 1)
    for _ in range(10):
        survey.wrote_one()  # stored and gone by now
    assert survey.is_above(5) is False


def test_a_folder_that_cannot_be_read_leaves_the_last_count(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = filled(spool, 2)
    survey.count()

    def broken() -> None:
        raise PermissionError

    monkeypatch.setattr(spool, "waiting", broken)
    survey.good_until = 0
    assert survey.count().pending == 2


def test_the_last_of_a_disk_is_seen(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    survey = filled(spool, 1)
    monkeypatch.setattr(os, "statvfs", lambda path: Disk(blocks=1000, free=51))
    assert survey.disk_is_nearly_full() is False
    monkeypatch.setattr(os, "statvfs", lambda path: Disk(blocks=1000, free=49))
    assert survey.disk_is_nearly_full() is True


class Disk:
    def __init__(self, *, blocks: int, free: int) -> None:
        self.f_blocks, self.f_bavail, self.f_frsize = blocks, free, 4096


def test_a_disk_that_cannot_be_asked_counts_as_full(tmp_path: Path) -> None:
    assert Survey(Spool(tmp_path / "missing")).disk_is_nearly_full() is True
