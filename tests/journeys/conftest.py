"""A shop that is open, for the browser of tests/browsing.py."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from leads import intake, suspects, views
from leads.quoting import price_book
from leadsite.accounts.models import User
from tests.leads.customers import PRICES

Opener = Callable[..., Page]


@pytest.fixture
def address(
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    transactional_db: None,
    live_server: LiveServer,
) -> Iterator[str]:
    """Where the shop is: the whole of it, with a real intake and the suite's own database."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.SPOOL_DIR = tmp_path / "spool"
    settings.BUSINESS_NAME = "Verma Interiors"
    settings.WHATSAPP_NUMBER = "919820099999"
    settings.INTAKE_MINIMUM_SECONDS = 0  # a robot's hands are fast
    monkeypatch.setattr(views, "limit", suspects.Limit(per_address=1000, in_total=1000))
    price_book.install(PRICES)
    yield live_server.url
    price_book.uninstall()
    intake.stop()


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Opener]:
    """`open_page("/", width=360, locale="hi-IN", java_script_enabled=False, user=alice())`.

    `user` is signed in already. Pages are the server's own, unless service workers are allowed. What a page's console calls an error fails the test, a report of the policy too.
    """
    contexts = []
    wrong: list[str] = []

    def open_page(
        path: str = "/", *, width: int = 360, height: int = 740, user: User | None = None, **options: object
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale=options.pop("locale", "en-IN"),
            service_workers=options.pop("service_workers", "block"),
            **options,
        )  # type: ignore[arg-type]  # the options are the driver's own
        contexts.append(context)
        if user is not None:
            context.add_cookies([{"name": "sessionid", "value": session_key(user), "url": address}])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(placed(said)) if unexpected(said) else None)
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def session_key(user: User) -> str:
    client = Client()
    client.force_login(user)
    return str(client.cookies["sessionid"].value)


# Answers and failures that tests provoke; a browser calls each of them an error.
PROVOKED = (
    "409 (Conflict",
    "422 (Unprocessable",
    "503 (Service",
    "404 (Not Found",
    "net::ERR_FAILED",
    "net::ERR_INTERNET_D",
    "net::ERR_CONNECTION_REFUSED",
)


def unexpected(said: ConsoleMessage) -> bool:
    return said.type == "error" and not any(words in said.text for words in PROVOKED)


def placed(said: ConsoleMessage) -> str:
    """What was said, where: `/admin/ 12: …`."""
    return f"{urlsplit(said.location['url']).path} {said.location['lineNumber']}: {said.text}"
