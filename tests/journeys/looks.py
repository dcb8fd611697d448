"""What must hold of any page: readable for everyone, never wider than its screen, nothing run that we did not write."""

from collections.abc import Sequence

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}


# What may change with the size of the screen and the time of the day; the rest is the same markup.
BY_LOOKS = ["color-contrast", "link-in-text-block", "scrollable-region-focusable"]


def violations(page: Page, only: Sequence[str] = ()) -> list[str]:
    # Left to preload, axe writes imported stylesheets into the page, which the policy reports.
    options = {"preload": False, **({"runOnly": list(only)} if only else {})}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]


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
