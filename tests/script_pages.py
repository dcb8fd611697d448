"""Pages over a folder of scripts, with no site behind them: modules by themselves in a browser."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]

PageOver = Callable[[str], Page]


class Files(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Quiet."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the files."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def page_over(browser: Browser) -> Iterator[PageOver]:
    """`page_over("leads/static/leads")`: a page that may import `/form.js`; a browser of its own each time."""
    with ExitStack() as ending:

        def opened(folder: str) -> Page:
            address = ending.enter_context(served(ROOT / folder))
            page = browser.new_context().new_page()
            ending.callback(page.context.close)
            page.goto(address)
            return page

        yield opened
