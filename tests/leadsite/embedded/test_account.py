import os
from pathlib import Path

import pytest

from leadsite.embedded import CannotRun, account
from leadsite.embedded.account import Account, server_account

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root chooses another account")


@pytest.mark.skipif(os.geteuid() == 0, reason="root chooses another account")
def test_a_user_runs_the_server_itself(tmp_path: Path) -> None:
    assert server_account(tmp_path / "postgres") == Account(os.geteuid(), os.getegid())


@as_root
def test_root_chooses_an_unprivileged_user_for_a_new_cluster(tmp_path: Path) -> None:
    assert server_account(tmp_path / "postgres").uid != 0


@as_root
def test_root_runs_an_existing_cluster_as_its_owner(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    os.chown(tmp_path / "postgres", 12345, 54321)
    assert server_account(tmp_path / "postgres") == Account(12345, 54321)


@as_root
def test_root_without_an_unprivileged_user_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody_there(name: str) -> None:
        raise KeyError(name)

    monkeypatch.setattr(account.pwd, "getpwnam", nobody_there)
    with pytest.raises(CannotRun, match="no user postgres or nobody"):
        server_account(tmp_path / "postgres")


def test_our_own_account_needs_no_change_of_identity() -> None:
    assert Account(os.geteuid(), os.getegid()).identity() == {}


def test_another_account_gives_up_every_group_of_ours() -> None:
    assert Account(12345, 54321).identity() == {"user": 12345, "group": 54321, "extra_groups": []}
