"""A hostile customer in every field, on every page that staff open: nothing of it runs, no page breaks."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from assignments.teams.models import Absence
from leads.models import Lead
from tests.journeys import hostile
from tests.journeys.back_office import pages, preview_bulk
from tests.journeys.conftest import Opener
from tests.journeys.looks import DESK, PHONE, the_widest, wider_than_the_screen
from tests.people import alice

pytestmark = pytest.mark.browser


def look_at(page: Page, paths: Iterable[str]) -> list[str]:
    """What is wrong with the pages: each opened once, and seen at both sizes."""
    own = page.url.split("/admin/")[0]
    return [f"{path[:60]}: {complaint}" for path in paths for complaint in opened(page, own + path)]


def opened(page: Page, address: str) -> list[str]:
    page.set_viewport_size(PHONE)
    answer = page.goto(address)
    wrong = [] if answer and answer.status == 200 else [f"answers {answer and answer.status}"]
    return wrong + complaints(page)


def complaints(page: Page) -> list[str]:
    """What is wrong with the page that is open."""
    found = []
    for name, size in (("phone", PHONE), ("desk", DESK)):
        page.set_viewport_size(size)
        if wider_than_the_screen(page):
            found.append(f"is wider than a {name} by {the_widest(page)}")
    if page.evaluate("window.ran !== undefined"):
        found.append("ran what a customer wrote")
    if page.locator("a[href^='javascript:' i], base, iframe, [onload], [onerror]").count():
        found.append("holds markup that a customer wrote")
    return found


def pasted(page: Page) -> list[str]:
    """A customer's message, pasted into the back office."""
    page.goto(page.url.split("/admin/")[0] + "/admin/leads/lead/paste/")
    page.fill("[name=text]", "\n".join(hostile.CORPUS)[:3000])
    page.click("main [type=submit], main .send")
    expect(page.locator("main")).to_contain_text("window.ran")
    return complaints(page)


def moved(page: Page) -> list[str]:
    """Many leads of hostile customers, moved at once: the preview, and what came of it."""
    preview_bulk(page)
    wrong = complaints(page)
    page.click("main form .send")
    expect(page.locator("h1")).not_to_contain_text("Move to")
    return wrong + complaints(page)


def test_no_page_runs_or_breaks_by_what_a_customer_wrote(open_page: Opener) -> None:
    user = alice()
    leads = hostile.shop(user)
    now = timezone.now()
    Absence.objects.create(user=user, begins_at=now, ends_at=now + timedelta(days=1))
    page = open_page("/admin/", user=user)
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message}"))
    paths = pages(Lead.objects.get(pk=leads[0]))
    paths += [f"{reverse('admin:leads_lead_change', args=[lead])}?check" for lead in leads[1:]]
    paths += [reverse("admin:spool_edit", args=[hostile.parked(text)]) for text in hostile.CORPUS[::4]]
    assert look_at(page, paths) == []
    assert (pasted(page), moved(page)) == ([], [])
