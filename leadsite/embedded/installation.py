"""The settings that an installation makes itself: a random secret, its own names, a number to try with."""

import os
import secrets
import socket
from pathlib import Path

from leadsite import env
from leadsite.embedded import CannotRun, paths
from leadsite.embedded.locks import alone

PROJECT = Path(__file__).resolve().parent.parent.parent
DEMO_WHATSAPP_NUMBER = "12025550123"  # reserved for fiction: nobody's
HEADER = "# Made by the start command for this installation. The environment wins over this file.\n"


def data_dir() -> Path:
    """DATA_DIR as the settings read it."""
    return Path(env.text("DATA_DIR", str(PROJECT / "data"))).resolve()


def read(folder: Path) -> None:
    """Take over the settings made earlier; the environment wins."""
    try:
        env.read_installation(folder / "settings.env")
    except OSError as error:
        raise CannotRun(unusable(folder, error)) from None


def unusable(folder: Path, error: OSError) -> str:
    return f"The data folder {folder} cannot be used ({error.strerror}): set DATA_DIR."


def make_data_dir(folder: Path) -> None:
    """Make DATA_DIR (0700), or make sure that we may write to the one that is there."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with alone(paths.start_lock(folder)):
            return
    except OSError as error:
        raise CannotRun(
            f"The data folder {folder} cannot be used ({error.strerror}): set DATA_DIR."
        ) from None


def prepare(folder: Path) -> None:
    """Make DATA_DIR and, in its settings.env (0600), the required settings that are missing."""
    make_data_dir(folder)
    try:
        with alone(paths.start_lock(folder)):
            read(folder)
            missing = missing_settings()
            if missing:
                append(folder / "settings.env", missing)
    except OSError as error:
        raise CannotRun(
            f"The data folder {folder} cannot be used ({error.strerror}): set DATA_DIR."
        ) from None


def missing_settings() -> dict[str, str]:
    made: dict[str, str] = {}
    if not env.present("SECRET_KEY"):
        made["SECRET_KEY"] = secrets.token_urlsafe(48)
    if not env.present("ALLOWED_HOSTS"):
        made["ALLOWED_HOSTS"] = ",".join(own_hosts())
        if not env.present("SECURE_COOKIES"):
            made["SECURE_COOKIES"] = "no"  # these hosts are reached by plain http, as it is on one machine
    if not env.present("WHATSAPP_NUMBER"):
        made["WHATSAPP_NUMBER"] = DEMO_WHATSAPP_NUMBER
    return made


def append(path: Path, made: dict[str, str]) -> None:
    before = path.read_text() if path.is_file() else HEADER
    making = path.with_name(path.name + ".new")
    with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(before + "".join(f"{name}={value}\n" for name, value in made.items()))
        file.flush()
        os.fsync(file.fileno())
    making.replace(path)


def own_hosts() -> list[str]:
    """The names and addresses by which this machine is reached, found without asking any other machine."""
    name = socket.gethostname().lower()
    names = ["localhost", "127.0.0.1", "[::1]", name, f"{name}.local", *outward_addresses()]
    return list(dict.fromkeys(names))


def outward_addresses() -> list[str]:
    """This machine's address in its own network, none without a network; sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(
                ("192.0.2.1", 9)
            )  # reserved for documentation; a datagram socket only picks a route
        except OSError:
            return []
        return [str(probe.getsockname()[0])]
