import os
import stat
from pathlib import Path

import pytest

from leadsite.embedded import CannotRun, binaries, cluster
from leadsite.embedded.account import Account, server_account
from leadsite.embedded.server import Server
from tests.leadsite.embedded.conftest import FORGETFUL

OURS = Account(os.geteuid(), os.getegid())


def test_a_cluster_that_was_not_finished_is_made_anew(tmp_path: Path) -> None:
    """The machine may lose power in the middle of the first start."""
    (tmp_path / "postgres.new").mkdir()
    (tmp_path / "postgres.new" / "PG_VERSION").write_text("18\n")
    server = Server(tmp_path, FORGETFUL)
    server.ensure()
    server.stop()
    assert (cluster.present(server.cluster), (tmp_path / "postgres.new").exists()) == (True, False)


def test_no_folder_that_we_did_not_make_changes_its_permissions(tmp_path: Path) -> None:
    home = tmp_path / "home"
    data_dir = home / "shop" / "data"
    data_dir.mkdir(parents=True)
    for folder, mode in ((home, 0o700), (home / "shop", 0o750), (data_dir, 0o700)):
        folder.chmod(mode)
    before = [(f.stat().st_mode, f.stat().st_uid) for f in (tmp_path, home, home / "shop", data_dir)]
    server = Server(data_dir, FORGETFUL)
    server.ensure()
    server.stop()
    assert [(f.stat().st_mode, f.stat().st_uid) for f in (tmp_path, home, home / "shop", data_dir)] == before


def test_a_cluster_of_another_major_version_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "PG_VERSION").write_text("15\n")
    with pytest.raises(CannotRun, match=r"was made by PostgreSQL 15 and this is .* 18\.6"):
        cluster.check_version(tmp_path, binaries.usable(server_account(tmp_path)))


def test_settings_are_rewritten_when_they_differ(tmp_path: Path) -> None:
    (tmp_path / "leadsite.conf").write_text("max_connections = '3'\n")
    cluster.write_settings(tmp_path, OURS)
    assert "max_connections = '60'\n" in (tmp_path / "leadsite.conf").read_text()


def test_the_socket_folder_is_private(tmp_path: Path) -> None:
    cluster.make_socket_dir(tmp_path / "socket", OURS)
    assert stat.S_IMODE((tmp_path / "socket").stat().st_mode) == 0o700


def test_a_socket_folder_open_to_others_is_refused(tmp_path: Path) -> None:
    (tmp_path / "socket").mkdir(mode=0o755)
    with pytest.raises(CannotRun, match="belongs to somebody else"):
        cluster.make_socket_dir(tmp_path / "socket", OURS)


def test_a_link_in_place_of_the_socket_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (tmp_path / "socket").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CannotRun, match="belongs to somebody else"):
        cluster.make_socket_dir(tmp_path / "socket", OURS)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to another user")
def test_a_socket_folder_of_another_user_is_refused(tmp_path: Path) -> None:
    (tmp_path / "socket").mkdir(mode=0o700)
    os.chown(tmp_path / "socket", 12345, 12345)
    with pytest.raises(CannotRun, match="belongs to somebody else"):
        cluster.make_socket_dir(tmp_path / "socket", OURS)
