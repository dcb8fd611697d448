"""A data folder of its own for each test that starts a server: below a folder that only we may enter."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from leadsite.embedded.server import Server

FORGETFUL = ("fsync=off", "full_page_writes=off")


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With a space in its path, closed to everybody else."""
    folder = tmp_path_factory.mktemp("embedded") / "my data"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def server(data_dir: Path) -> Iterator[Server]:
    """A running server; whatever a test does to it, nothing is left behind."""
    made = Server(data_dir, FORGETFUL)
    made.ensure()
    yield made
    made.stop()
