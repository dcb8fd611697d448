"""Photographs the back office for the docs, from a running site with the demo in it.

make run                                   # in another terminal
python -m tests.journeys.screenshots       # writes docs/screenshots/staff-*.png
python -m tests.journeys.screenshots sms   # those whose name begins so

Those of messages want a site that is set up for Twilio and for WhatsApp, whose TWILIO_API_URL nobody answers at
(http://127.0.0.1:9), and the WHATSAPP_APP_SECRET of that site. Those of webhooks want ADMIN_PASSWORD, of a
colleague called asha in the role Admin.
"""

import json
import os
import shutil
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
from playwright.sync_api import Browser, Page, sync_playwright

from activity.chats.signing import sign

SITE = os.environ.get("SITE", "http://localhost:8000")
DATA_DIR = Path(os.environ.get("DATA_DIR", "data"))
FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
SIZES = {"phone": (360, 740), "desktop": (1280, 800)}
LARGEST_BYTES = 150_000
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@dataclass(frozen=True)
class Picture:
    """A page by its address and what is pressed on it; `who` is a demo account, `to` where leads move."""

    name: str
    path: str
    who: str = "meera"
    press: tuple[str, ...] = ()
    to: str = ""
    scheme: str = "light"
    write: tuple[tuple[str, str], ...] = ()  # into which field what, after that
    then: str = ""  # what is pressed then
    until: str = ""  # what has to be seen, in the middle of the picture
    follow: str = ""  # the field whose address the customer opens
    cut: str = ""  # what is opened in the end, without network; the same page once more for "."


PRIYA = "/admin/leads/lead/?view=all&q=Priya+Sharma"
TO_PRIYA = "tr[data-row] th a"
SAMPLES = (("textarea[name=text]", "Your oak samples are here. When may we show them to you?"),)
OFFER = (
    ("[name=subject]", "Your quote, and samples"),
    ("textarea[name=text]", "Hello {customer},\n\nhere is your quote once more:\n\n{quote}\n\n{colleague}"),
)
MESSAGES = (
    Picture("email", PRIYA, "neha", (TO_PRIYA, ".reach >> text=E-mail"), write=OFFER),
    Picture("email-preview", PRIYA, "neha", (TO_PRIYA, ".reach >> text=E-mail"), write=OFFER, then="[value=preview]",
            until="#reads"),
    Picture("sms", PRIYA, "neha", (TO_PRIYA, ".reach >> text=SMS"), write=SAMPLES),
    Picture("sms-failed", PRIYA, "neha", (TO_PRIYA, ".reach >> text=SMS"), write=SAMPLES, then="button.send",
            until="text=Send it again"),
    Picture("sms-dark", PRIYA, "neha", (TO_PRIYA, ".reach >> text=SMS"), write=SAMPLES, scheme="dark"),
    Picture("whatsapp", PRIYA, "neha", (TO_PRIYA, ".reach >> text=WhatsApp"), write=SAMPLES),
    Picture("whatsapp-dark", PRIYA, "neha", (TO_PRIYA, ".reach >> text=WhatsApp"), write=SAMPLES, scheme="dark"),
    Picture("templates", "/admin/activity/lettertemplate/"),
    Picture("templates-dark", "/admin/activity/lettertemplate/", scheme="dark"),
    Picture("sms-template", "/admin/activity/texttemplate/add/", write=(
        ("[name=name]", "Samples"), ("[name=text]", "Dear {customer}, your samples are here. {colleague}, {business}"),
    )),
)  # fmt: skip
NOW = datetime.now(UTC)
SUNDAY = NOW + timedelta(days=13 - NOW.weekday())
ON_SUNDAY = (("[name=at]", f"{SUNDAY:%Y-%m-%d}T11:00"),)
SUNITA = "/admin/leads/lead/?view=all&q=Sunita+Rao"
GEORGE = "/admin/leads/lead/?view=all&q=George+Fernandes"
VISITS = (
    Picture("advice", SUNITA, "neha", (TO_PRIYA,), until=".advice dl"),
    Picture("advice-overrule-dark", SUNITA, "neha", (TO_PRIYA, ".advice summary"), until=".advice details", scheme="dark"),
    Picture("advice-right", "/admin/activity/activity/advice/"),
    Picture("visit-warned", PRIYA, "neha", (TO_PRIYA, "text=Propose a visit"), write=ON_SUNDAY, then="button.send",
            until="[name=at]"),
    Picture("visits", "/admin/activity/activity/visits/?whose=all"),
    Picture("visit", GEORGE, press=(TO_PRIYA,), follow="input[value*='/visit/']"),
    Picture("visit-dark", GEORGE, press=(TO_PRIYA,), follow="input[value*='/visit/']", scheme="dark"),
)  # fmt: skip
OFFLINE = (
    Picture("offline-lead", PRIYA, "neha", (TO_PRIYA,), cut="."),
    Picture("offline", "/admin/", "neha", cut="/admin/leads/lead/?q=Rao"),
    Picture("offline-dark", "/admin/", "neha", cut="/admin/leads/lead/?q=Rao", scheme="dark"),
)
PICTURES = (
    *MESSAGES,
    *VISITS,
    *OFFLINE,
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
    Picture("api", "/admin/api/", press=("#change_lead_status summary",), until="#change_lead_status"),
    Picture("tokens", "/admin/api/tokens/"),
    Picture("tokens-dark", "/admin/api/tokens/", scheme="dark"),
    Picture("webhooks", "/admin/webhooks/webhookendpoint/", "asha"),
    Picture("webhook", "/admin/webhooks/webhookendpoint/add/", "asha"),
    Picture("deliveries", "/admin/webhooks/webhookdelivery/", "asha"),
    Picture("deliveries-dark", "/admin/webhooks/webhookdelivery/", "asha", scheme="dark"),
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
        for field, text in picture.write:
            page.fill(field, text)
        if picture.then:
            page.click(picture.then)
            page.wait_for_load_state()
        if picture.until:
            page.locator(picture.until).first.evaluate("(seen) => seen.scrollIntoView({block: 'center'})")
        if picture.follow:
            page.goto(page.locator(picture.follow).first.input_value())
        if picture.cut:
            cut_off(page, picture.cut)
        path = FOLDER / f"{'customer' if picture.follow else 'staff'}-{picture.name}-{name}.png"
        page.screenshot(path=path)
        if picture.cut:
            page.goto("about:blank")  # else it would come back by itself
            page.context.set_offline(False)
        if path.stat().st_size > LARGEST_BYTES:
            sys.exit(f"{path.name} is larger than {LARGEST_BYTES} bytes")


def cut_off(page: Page, path: str) -> None:
    time.sleep(5)  # until the day's queue is kept
    page.context.set_offline(True)
    page.goto(page.url if path == "." else SITE + path)
    page.locator("main").get_by_text("Offline").first.wait_for()


def customer_writes() -> None:
    """So that WhatsApp takes words of our own."""
    secret = os.environ.get("WHATSAPP_APP_SECRET", "")
    message = {"from": "912255500107", "id": f"wamid.{time.time()}", "timestamp": str(int(time.time()))}
    value = {
        "metadata": {"phone_number_id": os.environ.get("WHATSAPP_PHONE_NUMBER_ID", "")},
        "messages": [{**message, "type": "text", "text": {"body": "Do you have oak, too?"}}],
    }
    entry = {"changes": [{"field": "messages", "value": value}]}
    body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
    proof = {"X-Hub-Signature-256": sign(body, secret)}
    httpx2.post(f"{SITE}/hooks/whatsapp/", content=body, headers=proof).raise_for_status()
    time.sleep(3)  # until the worker has read it


def main(*beginnings: str) -> None:
    known = {"": "", **passwords(), "asha": os.environ.get("ADMIN_PASSWORD", "")}
    wanted = [one for one in PICTURES if one.name.startswith(beginnings or "")]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        pages = {
            who: signed_in(browser, who, known[who])
            for who in {picture.who for picture in wanted} | {"meera"}
        }
        raise_a_price(pages["meera"])
        if "WHATSAPP_APP_SECRET" in os.environ:
            customer_writes()
        for picture in wanted:
            photograph(pages[picture.who], picture)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
