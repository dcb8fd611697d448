"""The last good price lists on local disk: one file a version, whole or not there at all."""

import json
import logging
import os
from collections.abc import Iterable
from pathlib import Path

from leads.quoting.price_list import PriceList

log = logging.getLogger(__name__)


def read(folder: Path) -> list[PriceList]:
    """Every copy that can be read, lowest version first. A damaged one is logged and passed over."""
    found = []
    for path in folder.glob("*.json"):
        try:
            found.append(PriceList.from_json(json.loads(path.read_bytes())))
        except (OSError, ValueError) as error:
            log.warning("the copy of a price list in %s cannot be read: %s", path.name, error)
    return sorted(found, key=lambda price_list: price_list.version)


def keep(folder: Path, price_lists: Iterable[PriceList]) -> None:
    """Make the folder hold these price lists and no others. Raises OSError; what was there then stays."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    wanted = {f"{price_list.version}.json": encoded(price_list) for price_list in price_lists}
    for name, content in wanted.items():
        if not holds(folder / name, content):
            write(folder / name, content)
    for path in folder.glob("*.json"):
        if path.name not in wanted:
            path.unlink(missing_ok=True)


def encoded(price_list: PriceList) -> bytes:
    return json.dumps(price_list.to_json(), ensure_ascii=False, sort_keys=True).encode()


def holds(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except FileNotFoundError:
        return False


def write(path: Path, content: bytes) -> None:
    """Under a name of this process's own first: others, and a power cut, see the old file or the new one."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with temporary.open("wb") as file:
        os.chmod(temporary, 0o600)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
