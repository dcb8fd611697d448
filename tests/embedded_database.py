"""The suite's own PostgreSQL, when DATABASE_URL names no other: started by the first process, used by all.

It lives in .cache/test-postgres, is kept between runs and does not wait for the disk.
"""

from contextlib import ExitStack

import pytest
from django.conf import settings

from leadsite.embedded.installation import make_data_dir
from leadsite.embedded.running import running
from tests.settings import SUITE_DATA_DIR

FORGETFUL = (
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_wal_size=4GB",
    "max_connections=100",
)

in_use = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Start the server before any worker of xdist needs it."""
    if settings.DATA_DIR == SUITE_DATA_DIR and not hasattr(config, "workerinput"):
        make_data_dir(SUITE_DATA_DIR)
        in_use.enter_context(running(SUITE_DATA_DIR, FORGETFUL))


def pytest_unconfigure(config: pytest.Config) -> None:
    in_use.close()
