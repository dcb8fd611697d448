"""What a customer does on the form, in words."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

LINE = "#line-list > .line"


def choose(page: Page, number: int, product: str, quantity: str, notes: str = "") -> None:
    page.select_option(f"[name=lines-{number}-product]", product)
    page.fill(f"[name=lines-{number}-quantity]", quantity)
    if notes:
        page.fill(f"[name=lines-{number}-notes]", notes)


def introduce(page: Page, name: str = "Priya Sharma", phone: str = "98201 23456") -> None:
    page.fill("[name=name]", name)
    page.fill("[name=phone]", phone)


def send(page: Page) -> str:
    """Press the button and follow the hand-over to its end: the text that stands in WhatsApp."""
    page.click("#send")
    return landed(page)


def landed(page: Page) -> str:
    page.wait_for_url("https://api.whatsapp.com/send/**")
    expect(page.locator("h1")).to_have_text("919820099999")
    return page.locator("pre").inner_text()


def total(page: Page, amount: str) -> None:
    expect(page.locator("#total")).to_have_text(amount)


@contextmanager
def no_requests_elsewhere(page: Page) -> Iterator[None]:
    """Fails if the page asks any host but its own."""
    own = page.url.split("/")[2]
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    yield
    assert hosts <= {own}
