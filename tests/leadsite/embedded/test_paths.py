from pathlib import Path

import pytest

from leadsite.embedded.paths import PORT, socket_dir

LONGEST_SOCKET_PATH = 107  # bytes, in the kernel's sockaddr_un


def test_a_socket_fits_however_long_the_data_folder_is() -> None:
    folder = socket_dir(Path("/srv") / ("shop" * 100))
    assert len(str(folder / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH


def test_two_installations_have_two_sockets() -> None:
    assert socket_dir(Path("/srv/one")) != socket_dir(Path("/srv/two"))


def test_a_socket_does_not_move_with_tmpdir(monkeypatch: pytest.MonkeyPatch) -> None:
    before = socket_dir(Path("/srv/one"))
    monkeypatch.setenv("TMPDIR", "/srv/elsewhere")
    assert socket_dir(Path("/srv/one")) == before
