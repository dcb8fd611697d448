"""Workers of the suite."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from tests.leadsite.jobs.workers import Workers


@pytest.fixture
def workers(transactional_db: None, tmp_path: Path) -> Iterator[Workers]:
    """Workers on the suite's own database, where the test commits for real."""
    place = connection.settings_dict
    secret = f":{quote(place['PASSWORD'], safe='')}" if place["PASSWORD"] else ""
    host = quote(place["HOST"], safe="")
    address = f"postgres://{place['USER']}{secret}@{host}:{place['PORT']}/{place['NAME']}"
    found = Workers(tmp_path, address)
    yield found
    found.close()
