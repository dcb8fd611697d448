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
