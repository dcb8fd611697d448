"""A colleague's hands: a mouse or a thumb, or the keyboard alone. The stories are told once for both."""

from typing import Protocol

from playwright.sync_api import Locator, Page, expect

FOCUS_IS_SEEN = """(element) => [element, ...element.labels ?? []].some((seen) =>
    getComputedStyle(seen).outlineStyle !== "none")"""


class Hands(Protocol):
    def press(self, target: Locator) -> None: ...
    def write(self, target: Locator, text: str) -> None: ...
    def choose(self, target: Locator, label: str) -> None: ...


class Pointer:
    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        target.click()

    def write(self, target: Locator, text: str) -> None:
        target.fill(text)

    def choose(self, target: Locator, label: str) -> None:
        target.select_option(label=label)


class Keyboard:
    """Gets everywhere by Tab, sees where it is, and presses what any keyboard user would."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, target: Locator) -> None:
        expect(target).to_be_visible()
        for _ in range(150):
            if target.evaluate("(element) => element === document.activeElement"):
                assert target.evaluate(FOCUS_IS_SEEN), f"nobody sees the focus on {target}"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reached {target}")

    def press(self, target: Locator) -> None:
        self.reach(target)
        self.page.keyboard.press("Enter")

    def write(self, target: Locator, text: str) -> None:
        self.reach(target)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def choose(self, target: Locator, label: str) -> None:
        self.reach(target)
        self.page.keyboard.type(label)
