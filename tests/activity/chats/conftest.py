from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.activity.chats import meta


@pytest.fixture(autouse=True)
def whatsapp_is_set_up(settings: Settings, tmp_path: Path) -> None:
    settings.SPOOL_DIR = tmp_path / "spool"
    meta.set_up(settings)
