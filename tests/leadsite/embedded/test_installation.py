import os
import stat
from pathlib import Path

import pytest

from leadsite.embedded import CannotRun, installation

NAMES = ("SECRET_KEY", "ALLOWED_HOSTS", "WHATSAPP_NUMBER", "SECURE_COOKIES")


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading settings.env writes to the environment: registering each name here has it restored."""
    for name in NAMES:
        monkeypatch.setenv(name, "to be removed")
        monkeypatch.delenv(name)


def written(folder: Path) -> dict[str, str]:
    lines = (folder / "settings.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if not line.startswith("#"))


def test_a_bare_machine_gets_every_required_setting(tmp_path: Path) -> None:
    installation.prepare(tmp_path / "data")
    assert sorted(written(tmp_path / "data")) == sorted(NAMES)


def test_the_folder_and_the_file_are_private(tmp_path: Path) -> None:
    installation.prepare(tmp_path / "data")
    modes = [stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "data", tmp_path / "data" / "settings.env")]
    assert modes == [0o700, 0o600]


def test_every_installation_has_its_own_secret(tmp_path: Path) -> None:
    installation.prepare(tmp_path / "one")
    installation.prepare(tmp_path / "two")
    assert written(tmp_path / "one")["SECRET_KEY"] != written(tmp_path / "two")["SECRET_KEY"]


def test_a_second_start_keeps_what_the_first_made(tmp_path: Path) -> None:
    installation.prepare(tmp_path)
    before = (tmp_path / "settings.env").read_text()
    for name in NAMES:
        os.environ.pop(name, None)
    installation.prepare(tmp_path)
    assert (tmp_path / "settings.env").read_text() == before


def test_only_what_is_missing_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "given")
    monkeypatch.setenv("ALLOWED_HOSTS", "shop.example")
    installation.prepare(tmp_path)
    assert written(tmp_path) == {"WHATSAPP_NUMBER": installation.DEMO_WHATSAPP_NUMBER}


def test_cookies_stay_secure_where_the_hosts_were_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A public host is reached by HTTPS; only the addresses of this machine are plain."""
    monkeypatch.setenv("ALLOWED_HOSTS", "shop.example")
    installation.prepare(tmp_path)
    assert "SECURE_COOKIES" not in written(tmp_path)


def test_nothing_missing_makes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "WHATSAPP_NUMBER"):
        monkeypatch.setenv(name, "given")
    installation.prepare(tmp_path)
    assert not (tmp_path / "settings.env").exists()


def test_a_folder_that_already_exists_keeps_its_permissions(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o755)
    before = (tmp_path / "data").stat().st_mode
    installation.prepare(tmp_path / "data")
    assert (tmp_path / "data").stat().st_mode == before


def test_a_file_in_place_of_the_folder_is_named_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(CannotRun, match=r"The data folder .*/data cannot be used"):
        installation.prepare(tmp_path / "data")


def test_the_hosts_name_this_machine_and_nobody_else() -> None:
    assert installation.own_hosts()[:3] == ["localhost", "127.0.0.1", "[::1]"]
