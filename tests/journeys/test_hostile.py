"""A hostile customer in every field, on every page that staff open: nothing of it runs, no page breaks."""

from collections.abc import Iterable

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from leads.models import Lead
from tests.journeys import hostile
from tests.journeys.back_office import pages
from tests.journeys.conftest import Opener
from tests.journeys.looks import DESK, PHONE, the_widest, wider_than_the_screen
from tests.people import alice

pytestmark = pytest.mark.browser


def look_at(page: Page, paths: Iterable[str]) -> list[str]:
    """What is wrong with the pages: each opened once, and seen at both sizes."""
    own = page.url.split("/admin/")[0]
    return [f"{path[:60]}: {complaint}" for path in paths for complaint in complaints(page, own + path)]


def complaints(page: Page, address: str) -> list[str]:
    page.set_viewport_size(PHONE)
    answer = page.goto(address)
    found = []
    if answer is None or answer.status != 200:
        found.append(f"answers {answer and answer.status}")
    if wider_than_the_screen(page):
        found.append(f"is wider than a phone by {the_widest(page)}")
    page.set_viewport_size(DESK)
    if wider_than_the_screen(page):
        found.append(f"is wider than a desk by {the_widest(page)}")
    if page.evaluate("window.ran !== undefined"):
        found.append("ran what a customer wrote")
    if page.locator("a[href^='javascript:' i], base, iframe, [onload], [onerror]").count():
        found.append("holds markup that a customer wrote")
    return found


def test_no_page_runs_or_breaks_by_what_a_customer_wrote(open_page: Opener) -> None:
    user = alice()
    leads = hostile.shop(user)
    page = open_page("/admin/", user=user)
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message}"))
    paths = pages(Lead.objects.get(pk=leads[0]))
    paths += [f"{reverse('admin:leads_lead_change', args=[lead])}?check" for lead in leads[1:]]
    paths += [reverse("admin:spool_edit", args=[hostile.parked(text)]) for text in hostile.CORPUS[::4]]
    assert look_at(page, paths) == []
