"""Readable for everyone: axe, small screens, print, weight."""

import gzip
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opener
from tests.journeys.customer import choose, introduce, send, total
from tests.journeys.looks import DESK, PHONE, violations, wider_than_the_screen

pytestmark = pytest.mark.browser
STATIC = Path(__file__).resolve().parents[2] / "leads" / "static"


def quote_page(page: Page, lines: int = 1) -> None:
    own = page.url
    for number in range(lines):
        if number:
            page.click("#add-line")
        choose(page, number, "premium-laminate", str(100 + number), "matt, living room")
    introduce(page)
    path = urlsplit(re.findall(r"http://\S+/q/\S+", send(page))[0]).path
    page.goto(own.rstrip("/") + path)


def complaints(page: Page) -> list[str]:
    """What axe says of the open page by day and by night, on a phone and on a desk."""
    found = []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme)
            found += [f"{scheme}, {size['width']} px: {problem}" for problem in violations(page)]
    return found


def test_axe_finds_nothing_on_the_form(open_page: Opener) -> None:
    page = open_page(reduced_motion="reduce")
    assert complaints(page) == []
    choose(page, 0, "premium-laminate", "100")
    page.click("#add-line")
    total(page, "₹12,980.00")
    assert complaints(page) == []
    page.click("#send")
    expect(page.locator("#problems")).to_be_visible()
    assert complaints(page) == []


def test_axe_finds_nothing_on_the_quote_page(open_page: Opener) -> None:
    page = open_page(reduced_motion="reduce")
    quote_page(page)
    assert complaints(page) == []


def test_axe_finds_nothing_in_hindi_and_without_a_script(open_page: Opener) -> None:
    assert violations(open_page(locale="hi-IN")) == []


def too_small(page: Page) -> list[int]:
    """The widths of screens, in px, that the open page does not fit on."""
    found = []
    for width in (320, 360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        if wider_than_the_screen(page):
            found.append(width)
    return found


@pytest.mark.parametrize("locale", ["en-IN", "hi-IN", "es-MX"])
def test_nothing_is_wider_than_the_screen(open_page: Opener, locale: str) -> None:
    page = open_page(locale=locale)
    assert too_small(page) == []
    choose(page, 0, "premium-laminate", "999999")
    expect(page.locator("#bill li")).to_have_count(1)
    assert too_small(page) == []


def test_the_total_is_always_in_sight_on_a_phone(open_page: Opener) -> None:
    page = open_page()
    choose(page, 0, "premium-laminate", "100")
    total(page, "₹12,980.00")
    for place in (0, 400, 10_000):
        page.mouse.wheel(0, place)
        page.wait_for_timeout(100)
        expect(page.locator("#total")).to_be_in_viewport()
        expect(page.locator("#send")).to_be_in_viewport()


def test_everything_to_press_is_large_enough_for_a_thumb(open_page: Opener) -> None:
    page = open_page()
    choose(page, 0, "premium-laminate", "100")
    sizes = page.evaluate(
        """() => [...document.querySelectorAll("button, select, input:not([type=hidden]), textarea, nav a")]
            .filter((element) => element.checkVisibility() && !element.closest(".away") && !element.matches(".away"))
            .map((element) => [element.id || element.textContent, element.getBoundingClientRect()])
            .filter(([, box]) => box.height < 43.9 || box.width < 43.9)
            .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)"""
    )
    assert sizes == []


@pytest.mark.parametrize("lines", [1, 12])
def test_the_quote_prints_on_one_sheet(open_page: Opener, lines: int) -> None:
    page = open_page(width=1280)
    quote_page(page, lines)
    sheet = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1


def test_the_message_can_be_copied(open_page: Opener) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    quote_page(page)
    page.click("#copy")
    expect(page.locator("#copy")).to_have_text("Copied")
    assert "Verma Interiors" in page.evaluate("navigator.clipboard.readText()")


def test_the_form_weighs_less_than_forty_kilobytes_with_everything(open_page: Opener) -> None:
    page = open_page()
    names = page.evaluate(
        "performance.getEntriesByType('resource').map((entry) => new URL(entry.name).pathname)"
    )
    files = {STATIC / name.removeprefix("/static/") for name in names if name.startswith("/static/")}
    weights = {path.name: len(gzip.compress(path.read_bytes(), 9)) for path in files}
    assert {"site.css", "form.js", "pricing.js"} <= weights.keys()
    assert sum(weights.values()) + len(gzip.compress(page.content().encode())) < 40_000
