"""The suite's database: made and migrated by the owner, used as the web role, as in production."""

import os
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker

from tests import suite_database

pytest_plugins = [
    "tests.embedded_database",
    "tests.browsing",
    "tests.script_pages",
    "tests.spreading",
    "tests.garbage",
]


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, django_db_modify_db_settings: None
) -> Iterator[None]:
    with django_db_blocker.unblock(), suite_database.copied(connection.settings_dict["TEST"]["NAME"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def tables_put_back(django_db_setup: None) -> Iterator[None]:
    """After a test with real commits the next finds what the migrations have left."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", suite_database.put_back)
        yield


@pytest.fixture(autouse=True)
def no_price_list() -> Iterator[None]:
    """No thread of the suite asks the database for prices: tests install the lists that they price by."""
    from leads.quoting import price_book  # the applications are ready only now

    price_book.install()
    yield
    price_book.install()


@pytest.fixture(autouse=True)
def no_telemetry_thread() -> Iterator[None]:
    """What one test tells is never stored in the middle of another: events wait, and go with their test."""
    from leadsite.telemetry.buffer import buffer

    buffer.running_in = os.getpid()
    yield
    buffer.waiting.clear()
