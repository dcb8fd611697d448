"""What the tests of the customer's pages share."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation
from pytest_django.fixtures import Settings

from leads import intake, suspects, views
from leads.intake import Receipt, SubmissionRecord
from leads.quoting import price_book
from leadsite.telemetry.buffer import Buffer, buffer
from leadsite.telemetry.models import AnalyticsEvent
from tests.leads.customers import DEARER, PRICES


@pytest.fixture
def prices() -> Iterator[None]:
    """The shop's price lists, versions 7 and 8."""
    price_book.install(PRICES)
    yield
    price_book.uninstall()


@pytest.fixture
def newer_prices(prices: None) -> None:
    price_book.install(PRICES, DEARER)


class Desk:
    """Takes the place of the spool: keeps what was accepted, answers as told."""

    def __init__(self) -> None:
        self.records: list[SubmissionRecord] = []
        self.warning: str | None = None

    def submit(self, record: SubmissionRecord) -> Receipt:
        self.records.append(record)
        return Receipt(self.warning)

    @property
    def record(self) -> SubmissionRecord:
        (only,) = self.records
        return only


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk()
    monkeypatch.setattr(intake, "submit", desk.submit)
    return desk


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[AnalyticsEvent]:
    """Events that would be stored; no thread starts."""
    kept: list[AnalyticsEvent] = []
    monkeypatch.setattr(Buffer, "add", lambda self, event: kept.append(event))
    buffer.waiting.clear()  # what a test elsewhere had the page say
    return kept


@pytest.fixture
def shop(
    prices: None,
    desk: Desk,
    told: list[AnalyticsEvent],
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    client: Client,
) -> Iterator[Client]:
    """A browser before the open shop: prices in memory, no database, no threads."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.BUSINESS_NAME = "Verma Interiors"
    settings.WHATSAPP_NUMBER = "919820099999"
    monkeypatch.setattr(views, "limit", suspects.Limit(per_address=1000, in_total=1000))
    with translation.override("en"):
        yield client
