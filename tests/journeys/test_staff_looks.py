"""Every page of the back office, Django's own included: readable small and large, by day and by night."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from activity import approvals, follow_ups
from activity.kinds import SYSTEM
from assignments.teams.models import Absence
from leads.quoting import publishing
from tests.assignments.promises import published_twice
from tests.journeys.back_office import each_kind, pages, preview_bulk
from tests.journeys.conftest import Opener
from tests.journeys.looks import BY_LOOKS, DESK, PHONE, the_widest, violations, wider_than_the_screen
from tests.leads import facts
from tests.leads.quoting.rows import laminate, panel
from tests.people import alice, in_role

pytestmark = pytest.mark.browser


# Each page is loaded once and judged in all four; what no look changes is judged in the first alone.
LOOKS = (
    ("phone", PHONE, "light", ()),
    ("phone", PHONE, "dark", BY_LOOKS),
    ("desk", DESK, "dark", BY_LOOKS),
    ("desk", DESK, "light", BY_LOOKS),
)


def complaints(page: Page, address: str = "") -> Iterator[str]:
    """What is wrong with one page, the open one without an address: small and large, by day and by night."""
    if address:
        page.goto(address)
    path = urlsplit(page.url).path
    for name, size, scheme, rules in LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        if wider_than_the_screen(page):
            yield f"{path} is wider than a {name} by {the_widest(page)}"
        yield from (f"{path} on a {scheme} {name}: {problem}" for problem in violations(page, rules))


def test_every_page_is_readable_small_and_large_by_day_and_by_night(open_page: Opener) -> None:
    boss, seller, now = alice(), in_role("Sales"), timezone.now()
    leads = [facts.worked(facts.lead(number), seller) for number in range(1, 4)]
    approvals.ask(lead_id=leads[0].id, what="5 % off", approval_type="discount", actor=SYSTEM)
    later = {"at": now + timedelta(hours=1), "now": now}
    follow_ups.plan(lead_id=leads[0].id, action="call", reason="", actor=SYSTEM, **later)
    Absence.objects.create(user=seller, cover=boss, begins_at=now, ends_at=now + timedelta(days=1))
    published_twice("Werkstatt आधा दिन")
    laminate()
    publishing.publish(actor=boss.identifier, now=now)
    panel()
    page = open_page("/admin/", user=boss)
    own = page.url.split("/admin/")[0]
    paths = [*each_kind(pages(leads[0])), "/admin/nowhere/"]
    assert [problem for path in paths for problem in complaints(page, own + path)] == []
    preview_bulk(page)
    assert list(complaints(page)) == []
    page.click("main form .send")
    assert list(complaints(page)) == []


def test_signing_in_is_readable_when_it_fails_too(open_page: Opener) -> None:
    page = open_page("/admin/login/")
    assert list(complaints(page, page.url)) == []
    page.fill("#id_username", "neha")
    page.fill("#id_password", "guess")
    page.click("[type=submit]")
    assert violations(page) == []
