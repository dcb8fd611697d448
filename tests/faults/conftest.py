"""One shop for all faults: what one of them leaves behind, the next would find."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.scenarios import HOST, mounts, own_names
from tests.faults.shop import Shop

# The long form (make faults) holds the measured times too; the short one in `make test` holds the facts.
LONG = os.environ.get("FAULTS") == "long"


@pytest.fixture(scope="package")
def shop() -> Iterator[Shop]:
    shop = prepared()
    try:
        yield shop.open()
    finally:
        shop.close()


def prepared() -> Shop:
    """As root the shop has names and a spool disk of its own, so that both can fail."""
    if mounts():
        return Shop()
    shop = Shop(host=HOST)
    write_names(shop.data)
    shop.prefix = own_names(shop.data)
    shop.spool.mkdir(mode=0o700)
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16m,mode=0700", "leadsite", str(shop.spool)], check=True
    )
    return shop


def write_names(data: Path) -> None:
    (data / "hosts").write_text(f"127.0.0.1 localhost {HOST}\n")
    (data / "resolv.conf").write_text("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")
