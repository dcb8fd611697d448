import errno
import os
from pathlib import Path
from typing import Any

import pytest

from leadsite.embedded.locks import Shared, alone, open_lock, try_alone


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    return tmp_path / "lock"


def test_whoever_shares_it_with_another_is_not_the_last(lock: Path) -> None:
    first, second = Shared(lock), Shared(lock)
    before = first.is_last()
    second.release()
    after = first.is_last()
    first.release()
    assert (before, after) == (False, True)


def test_only_one_holds_it_alone(lock: Path) -> None:
    other = open_lock(lock)
    with alone(lock):
        inside = try_alone(other)
    outside = try_alone(other)
    os.close(other)
    assert (inside, outside) == (False, True)


def test_nobody_else_may_read_its_file(lock: Path) -> None:
    os.close(open_lock(lock))
    assert lock.stat().st_mode & 0o777 == 0o600


def test_it_works_on_a_disk_that_has_become_read_only(lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock.touch()
    really_open = os.open

    def read_only(path: Any, flags: int, *mode: int) -> int:
        if flags & os.O_RDWR:
            raise OSError(errno.EROFS, "Read-only file system")
        return really_open(path, flags, *mode)

    monkeypatch.setattr(os, "open", read_only)
    with alone(lock):
        pass
