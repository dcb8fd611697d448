"""Time that passes for a page, minutes in a moment."""

from playwright.sync_api import Page, Request

STEP = 5_000  # milliseconds, less than a page waits for any answer


class PageClock:
    """Lets time pass while nothing that the page asked for is without its answer; `asked` is what it asked for."""

    def __init__(self, page: Page) -> None:
        self.page, self.asked, self.waiting = page, list[str](), set[Request]()
        page.on("request", self.note)
        page.on("requestfinished", self.done)
        page.on("requestfailed", self.done)
        page.clock.install()

    def note(self, request: Request) -> None:
        self.asked.append(request.url)
        self.waiting.add(request)

    def done(self, request: Request) -> None:
        self.waiting.discard(request)

    def run(self, seconds: int) -> None:
        for _ in range(1000 * seconds // STEP):
            self.page.clock.run_for(STEP)
            while self.waiting:
                self.page.wait_for_timeout(10)
