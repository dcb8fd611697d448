"""Deadlines tick on a page that is left open, by working time: the clock of the browser and ours are faked."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from playwright.sync_api import Page, expect

from assignments.clocks.models import LeadClock
from leadsite.accounts.models import User
from tests.assignments.promises import calendar
from tests.journeys.conftest import Opener
from tests.leads import facts
from tests.people import in_role

pytestmark = pytest.mark.browser

SATURDAY = datetime(2026, 11, 28, 11, 30, tzinfo=UTC)  # 17:00 in the shop, which closes at 18:00
MONDAY = datetime(2026, 11, 30, 4, 30, 30, tzinfo=UTC)  # 10:00, and the seconds that a slow machine takes
PLACES = [
    "/admin/",
    "/admin/leads/lead/",
    "/admin/leads/lead/{}/change/",
    "/admin/respond-next/?whose=nobodys",
]


def opened(open_page: Opener, place: str, user: User, **options: object) -> Page:
    """A page of Saturday with a customer who is to be answered by Monday at ten."""
    row = facts.lead(asked=SATURDAY)
    LeadClock.objects.filter(lead=row).update(deadline=MONDAY, calendar_version=calendar())
    page = open_page("/healthz", user=user, **options)
    page.route(
        "**/live/live*.js", lambda route: route.abort()
    )  # what it would fetch is of our time, not of theirs
    if options.get("java_script_enabled", True):
        page.clock.install(time=SATURDAY)
    with time_machine.travel(SATURDAY, tick=False):
        page.goto(page.url.replace("/healthz", place.format(row.pk)))
    return page


def after(page: Page, time: timedelta) -> None:
    page.clock.fast_forward(int(time.total_seconds() * 1000))
    page.clock.run_for(16_000)


@pytest.mark.parametrize("place", PLACES)
def test_working_time_is_counted_down_over_a_weekend(open_page: Opener, place: str) -> None:
    """An hour on Saturday and one on Monday; then the customer waits too long."""
    page = opened(open_page, place, in_role("Manager"))
    left = page.locator("[data-countdown]").first
    expect(left).to_have_text("2 h left")
    after(page, timedelta(minutes=9, seconds=30))
    expect(left).to_have_text("1 h 50 min left")
    after(page, timedelta(hours=2))
    expect(left).to_have_text("due Mon 10:00")
    after(page, MONDAY - SATURDAY - timedelta(hours=2, minutes=31))
    expect(left).to_have_text("20 min left")
    expect(left).to_have_class("badge badge-due")
    after(page, timedelta(minutes=55, seconds=30))
    expect(left).to_have_text("35 min late")
    expect(left).to_have_class("badge badge-late")


@pytest.mark.parametrize("place", PLACES)
def test_without_a_script_the_text_is_that_of_the_moment(open_page: Opener, place: str) -> None:
    page = opened(open_page, place, in_role("Manager"), java_script_enabled=False)
    expect(page.locator("[data-countdown]").first).to_have_text("2 h left")


def test_a_page_that_knows_no_further_hours_tells_the_deadline(open_page: Opener) -> None:
    page = opened(open_page, PLACES[0], in_role("Manager"))
    page.locator("[data-countdown]").evaluate("element => element.dataset.known = 60")
    after(page, timedelta(minutes=2))
    expect(page.locator("[data-countdown]")).to_have_text("due Mon 10:00")


def test_nothing_is_announced(open_page: Opener) -> None:
    page = opened(open_page, PLACES[1], in_role("Manager"))
    left = page.locator("[data-countdown]").first
    assert left.evaluate("element => element.closest('[aria-live], [role=status], [role=timer]')") is None
