"""A Chromium for the journeys, and somebody at the other end of WhatsApp."""

import os
import shutil
from collections.abc import Iterator

import pytest
from django.core.cache import cache  # noqa: F401  # Django is set up before the browser starts its event loop
from django.db import connections
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.whatsapp import WhatsApp

# Each window would begin two more processes for what its address bar might suggest, and others in reserve.
# The rest are what the driver switches off: of two such lists the last alone counts.
NOT_WANTED = (
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "SpareRendererForSitePerProcess"),
    *(
        "AvoidUnnecessaryBeforeUnloadCheckSync",
        "DestroyProfileOnBrowserClose",
        "HttpsUpgrades",
        "LensOverlay",
    ),
    *("HttpsFirstBalancedModeAutoEnable", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning"),
    *("AvoidCorsURLLoaderRestartOnRedirect", "TcpPortRandomizationWin", "OptimizationHints", "AimEnabled"),
    *("NetworkTimeServiceQuerying", "PreconnectToSearch"),
)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--ignore-certificate-errors",
    f"--disable-features={','.join(NOT_WANTED)}",
)


def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("there is no Chromium on the PATH")
    return found


@pytest.fixture(scope="session")
def whatsapp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhatsApp]:
    server = WhatsApp(tmp_path_factory.mktemp("whatsapp"))
    yield server
    server.close()


@pytest.fixture(scope="session")
def browser(whatsapp: WhatsApp) -> Iterator[Browser]:
    # The driver keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=chromium(), args=[*QUIET, f"--host-resolver-rules={whatsapp.rules}"]
        )
        yield browser
        browser.close()
        connections.close_all()  # Django keeps others for code outside of an event loop
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
