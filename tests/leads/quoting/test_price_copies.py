import os
from pathlib import Path

import pytest

from leads.quoting import price_copies
from tests.leads.quoting.rows import price_list


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_is_kept_is_read_again_in_order(tmp_path: Path) -> None:
    price_copies.keep(tmp_path / "new", [price_list(10), price_list(9)])
    assert price_copies.read(tmp_path / "new") == [price_list(9), price_list(10)]


def test_versions_that_are_no_longer_wanted_go(tmp_path: Path) -> None:
    price_copies.keep(tmp_path, [price_list(1), price_list(2)])
    price_copies.keep(tmp_path, [price_list(2), price_list(3)])
    assert names(tmp_path) == ["2.json", "3.json"]


def test_a_copy_that_is_there_is_not_written_again(tmp_path: Path) -> None:
    price_copies.keep(tmp_path, [price_list(1)])
    before = (tmp_path / "1.json").stat()
    price_copies.keep(tmp_path, [price_list(1)])
    assert (tmp_path / "1.json").stat().st_ino == before.st_ino


def test_a_damaged_copy_is_passed_over(tmp_path: Path) -> None:
    price_copies.keep(tmp_path, [price_list(1)])
    (tmp_path / "2.json").write_text('{"format": 1, "version')
    (tmp_path / "3.json").write_text("[]")
    assert price_copies.read(tmp_path) == [price_list(1)]


def test_no_folder_is_no_copies(tmp_path: Path) -> None:
    assert price_copies.read(tmp_path / "missing") == []


def test_a_crash_while_writing_leaves_the_old_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    price_copies.keep(tmp_path, [price_list(1, unit_price="1")])

    def crash(descriptor: int) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "fsync", crash)
    with pytest.raises(OSError, match="no space"):
        price_copies.keep(tmp_path, [price_list(1, unit_price="2")])
    assert price_copies.read(tmp_path) == [price_list(1, unit_price="1")]


def test_copies_are_for_this_user_alone(tmp_path: Path) -> None:
    price_copies.keep(tmp_path / "new", [price_list(1)])
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "new" / "1.json").stat().st_mode & 0o777 == 0o600
