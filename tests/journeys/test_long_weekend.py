"""A customer who asks at the end of a week is answered after a long weekend, and nobody is alarmed before."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from operator import itemgetter

import pytest
import time_machine
from playwright.sync_api import Page, expect

from assignments import defaults, publishing
from assignments.calendars.drafts import Closure
from assignments.calendars.models import Calendar
from assignments.routing.router import route_waiting
from assignments.sweep.rounds import sweep
from assignments.teams import default_team
from leadsite.accounts.models import User
from tests.assignments.report.stories import at
from tests.journeys.conftest import Opener
from tests.leads import facts
from tests.people import in_role

pytestmark = pytest.mark.browser

# Half of the hour in which an answer is promised is left on Saturday, and Monday is closed: the other half begins
# on Tuesday at 9:00. A warning comes when three quarters are over.
ASKED = at("2027-02-27T17:30")
WARNED = ["Deadline near", "An answer is due at Tue 2 Mar 2027, 09:30.", "Tue 2 Mar 2027, 09:15"]
MISSED = [
    "Deadline missed, escalated",
    "Nobody answered by Tue 2 Mar 2027, 09:30. It was escalated to you: please see that it is answered.",
    "Tue 2 Mar 2027, 09:30",
]
ASSIGNED = [
    "A lead for you",
    "The lead is yours now. Please answer by Tue 2 Mar 2027, 09:30.",
    "Sat 27 Feb 2027, 17:30",
]
LIST, NOTICES, REPORT = "/admin/leads/lead/", "/admin/notices/", "/admin/response-times/"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Stands still until it is moved, and pages count on by no script: what they say is exact."""
    with time_machine.travel(ASKED, tick=False) as clock:
        yield clock


@pytest.fixture
def neha(address: str, clock: time_machine.Traveller) -> User:
    """The only one on shift, in a shop that is closed on that Monday."""
    calendar = Calendar.objects.get(name=defaults.CALENDAR)
    stocktaking = Closure(datetime(2027, 3, 1), datetime(2027, 3, 2), "Stocktaking")  # noqa: DTZ001  # the shop's clock
    publishing.publish_calendar(
        calendar, replace(defaults.hours(), closures=(stocktaking,)).draft(range(2027, 2029)),
        expected=1, note="", actor=None, now=ASKED - timedelta(days=1),
    )  # fmt: skip
    user = in_role("Sales")
    default_team.join(user)
    return user


def work(clock: time_machine.Traveller, *moments: str) -> None:
    """It is that time, and the worker does what is to be done; at each of them."""
    for moment in moments:
        clock.move_to(at(moment))
        route_waiting(now=at(moment))
        while sweep(at(moment)):
            pass


def visit(page: Page, path: str) -> None:
    page.goto(page.url.split("/admin/")[0] + path)


def shown_due(page: Page) -> tuple[str, str | None]:
    """What the page says of the deadline, and the moment behind it."""
    due = page.locator("main time.badge").first
    return due.inner_text(), due.get_attribute("datetime")


def told(page: Page) -> list[list[str]]:
    """The notices as they are read: what happened, its sentence, when; in the order of telling."""
    visit(page, NOTICES)
    texts = page.locator(".notices > li").all_inner_texts()
    return sorted((text.replace(" · unread", "").split("\n")[1::2] for text in texts), key=itemgetter(2, 1))


def test_an_answer_is_due_on_tuesday_and_nobody_is_alarmed_before(
    open_page: Opener, clock: time_machine.Traveller, neha: User
) -> None:
    lead = facts.lead(asked=ASKED)
    work(clock, "2027-02-27T17:30")
    page = open_page(LIST, user=neha, java_script_enabled=False)
    expect(page.locator("[data-row]")).to_contain_text("Neha Patel")
    assert shown_due(page) == ("1 h left", "2027-03-02T09:30:00+05:30")
    visit(page, f"{LIST}{lead.pk}/change/")
    assert shown_due(page) == ("1 h left", "2027-03-02T09:30:00+05:30")
    work(clock, "2027-02-27T18:00", "2027-02-28T12:00", "2027-03-01T12:00")
    visit(page, LIST)
    assert shown_due(page) == ("due Tue 09:30", "2027-03-02T09:30:00+05:30")
    work(clock, "2027-03-02T09:14")
    assert told(page) == [ASSIGNED]
    work(clock, "2027-03-02T09:15")
    assert told(page) == [ASSIGNED, WARNED]
    visit(page, LIST)
    assert shown_due(page) == ("15 min left", "2027-03-02T09:30:00+05:30")
    work(clock, "2027-03-02T09:29")
    assert told(page) == [ASSIGNED, WARNED]
    work(clock, "2027-03-02T09:30")
    assert told(page) == [ASSIGNED, WARNED, MISSED]


def test_what_was_missed_is_answered_late_and_the_report_says_so(
    open_page: Opener, clock: time_machine.Traveller, neha: User
) -> None:
    lead = facts.lead(asked=ASKED)
    work(clock, "2027-02-27T17:30", "2027-03-02T09:15", "2027-03-02T09:30")
    clock.move_to(at("2027-03-02T09:45"))
    page = open_page(f"{LIST}{lead.pk}/change/", user=neha)
    expect(page.locator("main")).to_contain_text("15 min late")
    page.get_by_placeholder("In a line: what was said").fill("Orders oak on Friday")
    page.get_by_role("button", name="Log", exact=True).click()
    expect(page.locator(".timeline")).to_contain_text("Answered after the deadline Tue 2 Mar 2027, 09:30")
    expect(page.locator("main")).not_to_contain_text("15 min late")
    work(clock, "2027-03-02T10:00", "2027-03-02T12:30")
    assert told(page) == [ASSIGNED, WARNED, MISSED]
    visit(page, REPORT)
    late = page.locator("dt", has_text="Answered late").locator("xpath=following-sibling::dd[1]")
    expect(late).to_have_text("1")
    expect(page.get_by_role("row", name="22 Feb 2027")).to_contain_text("1 h 15 min")


def test_whoever_asks_after_hours_gets_an_owner_when_somebody_is_on_shift(
    open_page: Opener, clock: time_machine.Traveller, neha: User
) -> None:
    facts.lead(asked=at("2027-02-27T19:00"))
    work(clock, "2027-02-27T19:00", "2027-02-28T12:00", "2027-03-01T12:00")
    page = open_page(LIST, user=neha, java_script_enabled=False)
    expect(page.locator("[data-row]")).not_to_contain_text("Neha Patel")
    work(clock, "2027-03-02T09:00")
    page.reload()
    expect(page.locator("[data-row]")).to_contain_text("Neha Patel")
    assert shown_due(page) == ("1 h left", "2027-03-02T10:00:00+05:30")
