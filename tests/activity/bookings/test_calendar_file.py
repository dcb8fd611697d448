"""A visit as other calendars read it."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar

from activity.bookings import calendar_file, links, visit, workflow
from activity.bookings.visit import Times
from activity.bookings.workflow import Plan
from activity.kinds import SYSTEM
from activity.models import Activity
from tests.activity.bookings.visits import HOUR, NEHA, NOW, TEN, plan, proposed
from tests.leads.facts import lead
from tests.people import bob

pytestmark = pytest.mark.django_db


def event(activity: Activity) -> Any:
    activity.refresh_from_db()
    read = visit.read(activity)
    assert read is not None
    content = calendar_file.write(
        activity, read, staff="Bob Rao", address="https://shop.example/visit/x/", language="en"
    )
    (found,) = Calendar.from_ical(content).walk("VEVENT")
    return found


def test_it_says_when_by_the_clocks_of_the_place() -> None:
    read = event(proposed(lead(), bob()))
    assert (read.decoded("dtstart"), read.decoded("dtend")) == (TEN, TEN + HOUR)
    assert (str(read["dtstart"].params["TZID"]), str(read["location"]), str(read["status"])) == (
        "Asia/Kolkata", "The shop", "TENTATIVE",
    )  # fmt: skip


def test_a_change_of_clocks_is_in_the_file() -> None:
    zone = ZoneInfo("America/New_York")
    begins = datetime(2098, 11, 2, 0, 30, tzinfo=zone)
    booked = Plan(bob(), Times(begins, begins + 4 * HOUR, "America/New_York"), "")
    row = workflow.propose(lead_id=lead().pk, plan=booked, actor=NEHA, now=NOW.replace(month=1))
    assert event(row).decoded("dtend") == begins + 4 * HOUR


def test_a_confirmed_visit_is_sure() -> None:
    row = proposed(lead(), bob())
    first = event(row)
    workflow.confirm(activity_id=row.pk, actor=SYSTEM, now=NOW)
    second = event(row)
    assert (first["uid"], str(second["status"])) == (second["uid"], "CONFIRMED")
    assert first["sequence"] < second["sequence"]


def test_a_moved_visit_moves_in_the_calendar_too() -> None:
    row, person = lead(), bob()
    first = proposed(row, person)
    second = workflow.move(
        activity_id=first.pk, plan=plan(person, TEN + HOUR), reason="Traffic", actor=NEHA, now=NOW
    )
    was, now = event(first), event(second)
    assert (was["uid"], str(was["status"]), str(now["status"])) == (now["uid"], "CANCELLED", "TENTATIVE")
    assert was["sequence"] < now["sequence"]


def test_signs_of_the_format_are_no_signs_in_a_place() -> None:
    hostile = "Flat 2;3, B\\Wing\nEND:VCALENDAR"
    booked = plan(bob(), place=hostile)
    row = workflow.propose(lead_id=lead().pk, plan=booked, actor=NEHA, now=NOW)
    assert str(event(row)["location"]) == hostile


def test_it_is_downloaded_by_whoever_has_the_link() -> None:
    row = proposed(lead(), bob())
    response = Client().get(f"/visit/{links.token(row.pk)}/visit.ics")
    assert (response.status_code, response["Content-Type"], response["Content-Disposition"]) == (
        200, "text/calendar; charset=utf-8", 'attachment; filename="visit.ics"',
    )  # fmt: skip
