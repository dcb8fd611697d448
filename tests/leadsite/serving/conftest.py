import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.leadsite.serving.house import House, eventually


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder, with a space in its path, after a first start."""
    folder = tmp_path_factory.mktemp("serving") / "my data"
    house = House(folder)
    try:
        house.start()
        eventually((folder / "prepared").exists, 60)
    finally:
        house.tidy()
    return folder


@pytest.fixture
def house(prepared: Path) -> Iterator[House]:
    made = House(prepared)
    yield made
    made.tidy()


@pytest.fixture(scope="module")
def started(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A second start, in a copy of the folder that has logins of the demo by now."""
    folder = tmp_path_factory.mktemp("serving") / "running"
    subprocess.run(["cp", "-a", prepared, folder], check=True)  # its owner too: root runs it as another
    (folder / "demo_logins.txt").write_text("neha  a-random-password\n")
    made = House(folder)
    made.start()
    yield made
    made.tidy()


@pytest.fixture
def running(started: House) -> House:
    """One that all share who only kill what comes back; whole again before each."""
    eventually(lambda: len(started.workers()) == 2 and started.server.is_ready(), 30)
    eventually(lambda: started.has_worker() and started.answers(), 30)
    return started
