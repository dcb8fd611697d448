"""What must hold of any page: readable for everyone, never wider than its screen, nothing run that we did not write."""

from collections.abc import Sequence

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}


# What may change with the size of the screen and the time of the day; the rest is the same markup.
BY_LOOKS = ["color-contrast", "link-in-text-block", "scrollable-region-focusable"]


def violations(page: Page, only: Sequence[str] = ()) -> list[str]:
    """What axe finds on the open page; the half megabyte of axe is sent to a page once."""
    # Left to preload, axe writes imported stylesheets into the page, which the policy reports.
    options: dict[str, object] = {"preload": False, "resultTypes": ["violations"]}
    if only:
        options["runOnly"] = list(only)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(
        """options => axe.run(options).then(({violations}) =>
            violations.flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html}`)))""",
        options,
    )
    return found


def wider_than_the_screen(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def the_widest(page: Page) -> str:
    """The innermost element that reaches furthest to the right, for a test that fails to say."""
    return str(
        page.evaluate(
            """() => [...document.querySelectorAll("body *")].reduce((widest, element) =>
                element.getBoundingClientRect().right >= widest.getBoundingClientRect().right ? element : widest
            ).outerHTML.slice(0, 120)"""
        )
    )
