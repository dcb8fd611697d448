"""Photographs the back office for the docs, from a running site with the demo in it.

make run                                   # in another terminal
python -m tests.journeys.screenshots       # writes docs/screenshots/staff-*.png
"""

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

SITE = os.environ.get("SITE", "http://localhost:8000")
DATA_DIR = Path(os.environ.get("DATA_DIR", "data"))
FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
SIZES = {"phone": (360, 740), "desktop": (1280, 800)}
LARGEST_BYTES = 150_000
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@dataclass(frozen=True)
class Picture:
    """A page by its address and what is pressed on it then; `who` is a demo account, `to` where leads move."""

    name: str
    path: str
    who: str = "meera"
    press: tuple[str, ...] = ()
    to: str = ""
    scheme: str = "light"


PICTURES = (
    Picture("sign-in", "/admin/login/", who=""),
    Picture("today", "/admin/"),
    Picture("today-dark", "/admin/", scheme="dark"),
    Picture("leads", "/admin/leads/lead/", who="neha"),
    Picture("leads-dark", "/admin/leads/lead/?view=overdue", scheme="dark"),
    Picture("lead", "/admin/leads/lead/?view=all&q=Priya+Sharma", who="neha", press=("tr[data-row] th a",)),
    Picture("lead-dark", "/admin/leads/lead/?view=overdue", press=("tr[data-row] th a",), scheme="dark"),
    Picture(
        "correct", "/admin/leads/lead/?view=overdue", who="neha", press=("tr[data-row] th a", "text=Correct")
    ),
    Picture("follow-ups", "/admin/activity/activity/follow-ups/", who="neha"),
    Picture("approvals", "/admin/activity/activity/approvals/"),
    Picture("suspects", "/admin/leads/lead/?view=suspects"),
    Picture("bulk", "/admin/leads/lead/", to="qualified", press=("[name=everything]", "text=Preview")),
    Picture("paste", "/admin/leads/lead/paste/", who="neha"),
    Picture("abandoned", "/admin/telemetry/abandonedquote/"),
    Picture("waiting-quotes", "/admin/spool/"),
    Picture("calendar", "/admin/assignments/calendar/", press=("article h2 a",)),
    Picture("policies", "/admin/assignments/policy/"),
    Picture("which-policy", "/admin/assignments/policy/which/?source=referral&priority=high"),
    Picture("price-list", "/admin/leads/priceitem/"),
    Picture("price-item", "/admin/leads/priceitem/?q=laminate", press=("#result_list tbody th a",)),
    Picture("publish", "/admin/leads/priceitem/publish/"),
    Picture("colleagues", "/admin/accounts/user/"),
)


def passwords() -> dict[str, str]:
    lines = (DATA_DIR / "demo_logins.txt").read_text().splitlines()
    return {name: password for name, password, *_ in (line.split() for line in lines if line.strip())}


def signed_in(browser: Browser, who: str, password: str) -> Page:
    page = browser.new_page(locale="en-IN", reduced_motion="reduce")
    page.goto(f"{SITE}/admin/login/")
    if who:
        page.fill("#id_username", who)
        page.fill("#id_password", password)
        page.click("[type=submit]")
        page.wait_for_url(f"{SITE}/admin/")
    return page


def raise_a_price(page: Page) -> None:
    """So that there is something to publish; nobody publishes it."""
    page.goto(f"{SITE}/admin/leads/priceitem/?q=oak")
    page.click("#result_list tbody th a")
    page.fill("#id_unit_price", "399")
    page.click("[name=_save]")


def photograph(page: Page, picture: Picture) -> None:
    for name, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if picture.scheme == "dark" else "light")
        page.goto(SITE + picture.path)
        if picture.to:
            page.select_option("select[name=to]", picture.to)
        for target in picture.press:
            page.click(target)
            page.wait_for_load_state()
        path = FOLDER / f"staff-{picture.name}-{name}.png"
        page.screenshot(path=path)
        if path.stat().st_size > LARGEST_BYTES:
            sys.exit(f"{path.name} is larger than {LARGEST_BYTES} bytes")


def main() -> None:
    known = {"": "", **passwords()}
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        pages = {who: signed_in(browser, who, known[who]) for who in {picture.who for picture in PICTURES}}
        raise_a_price(pages["meera"])
        for picture in PICTURES:
            photograph(pages[picture.who], picture)
        browser.close()


if __name__ == "__main__":
    main()
