from datetime import UTC, datetime
from uuid import uuid4

import pytest
import time_machine

from assignments import publishing
from assignments.calendars.drafts import Closure, Hours
from assignments.models import Calendar, CalendarVersion, Team
from tests.assignments.desk import logged_in
from tests.assignments.promises import NINE_TO_SIX, NOW, SHOP, calendar
from tests.people import alice, bob

pytestmark = pytest.mark.django_db
LIST = "/admin/assignments/calendar/"
DIWALI = Closure(datetime(2026, 12, 1), datetime(2026, 12, 2), "आधा दिन")  # noqa: DTZ001  # the shop's clock


def second(first: CalendarVersion) -> CalendarVersion:
    hours = Hours(SHOP.zone, (NINE_TO_SIX,) * 7, (DIWALI,))
    return publishing.publish_calendar(
        first.calendar, hours.draft([]), expected=1, note="Sundays", actor="sales_user_99", now=NOW
    )


def test_the_list_says_who_works_when() -> None:
    Team.objects.all().delete()
    Calendar.objects.filter(versions__isnull=True).delete()
    first = calendar()
    Team.objects.create(name="Kitchens", calendar=first.calendar)
    page = logged_in(bob("assignments.view_calendar")).get(LIST)
    (row,) = [row for row in page.context["rows"] if row["calendar"] == first.calendar]
    assert row["week"] == [("Monday to Saturday", "09:00–18:00"), ("Sunday", "closed")]
    assert "Kitchens" in page.content.decode()
    assert "New calendar" not in page.content.decode()


@pytest.mark.parametrize("many", [1, 30])
def test_the_list_takes_as_many_queries_for_many_calendars(
    many: int, django_assert_num_queries: object
) -> None:
    for number in range(many):
        Team.objects.create(name=f"Team {number}", calendar=calendar(f"Calendar {number}").calendar)
    client = logged_in(alice())
    with django_assert_num_queries(4):  # type: ignore[operator]
        client.get(LIST)


@pytest.mark.parametrize("many", [1, 29])
def test_a_calendar_takes_as_many_queries_for_a_long_history(
    many: int, django_assert_num_queries: object
) -> None:
    first = calendar()
    for number in range(1, many):
        draft = Hours("UTC", ((((number, number + 1)),), *[()] * 6)).draft([])
        publishing.publish_calendar(first.calendar, draft, expected=number, note="", actor=None, now=NOW)
    client = logged_in(alice())
    client.get(f"{LIST}{first.calendar_id}/change/")  # compiles it
    with django_assert_num_queries(5):  # type: ignore[operator]
        page = client.get(f"{LIST}{first.calendar_id}/change/")
    assert len(page.context["history"]) == many


@time_machine.travel(datetime(2026, 11, 27, 6, 30, tzinfo=UTC), tick=False)
def test_a_calendar_shows_its_next_four_weeks_and_its_history() -> None:
    first = calendar()
    second(first)
    page = logged_in(bob("assignments.view_calendar")).get(f"{LIST}{first.calendar_id}/change/")
    weeks = page.context["weeks"]
    assert (str(weeks[0][0].date), weeks[1][1].notes, weeks[1][1].hours) == ("2026-11-23", ("आधा दिन",), "")
    text = page.content.decode()
    assert "<bdi>आधा दिन</bdi>" in text
    told = [(entry.version.number, entry.who, entry.changes) for entry in page.context["history"]]
    assert told == [
        (2, "sales_user_99", ["Sunday: closed → 09:00–18:00", "Closed: 1 Dec 2026 · आधा दिन"]),
        (1, "the system", ["Time zone Asia/Kolkata", "Monday to Saturday: closed → 09:00–18:00", ]),
    ]  # fmt: skip
    assert "/edit/" not in text


def test_a_past_version_is_shown_as_it_was() -> None:
    first = calendar()
    second(first)
    page = logged_in(alice()).get(f"{LIST}{first.calendar_id}/versions/1/")
    assert page.context["week"] == [("Monday to Saturday", "09:00–18:00"), ("Sunday", "closed")]
    assert "This is version 1, which is not in force any more." in page.content.decode()


@pytest.mark.parametrize("path", ["{other}/change/", "{calendar}/versions/9/", "{other}/versions/1/"])
def test_what_there_is_not_is_not_found(path: str) -> None:
    address = LIST + path.format(calendar=calendar().calendar_id, other=uuid4())
    assert logged_in(alice()).get(address).status_code == 404


def test_a_calendar_that_is_never_open_says_so() -> None:
    first = calendar("Closed", Hours("UTC", ((),) * 7))
    page = logged_in(alice()).get(f"{LIST}{first.calendar_id}/change/")
    assert "No day has hours" in page.content.decode()


def test_holidays_that_run_out_are_told() -> None:
    first = calendar("Colombo", Hours("Asia/Colombo", SHOP.week, country="LK"))
    page = logged_in(alice()).get(f"{LIST}{first.calendar_id}/change/")
    assert "No public holidays are known beyond this year." in page.content.decode()
