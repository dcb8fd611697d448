from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from assignments import publishing
from assignments.calendars.drafts import Closure, Hours
from assignments.models import Calendar, CalendarVersion
from leadsite.accounts.models import User
from tests.assignments.desk import filled, logged_in, problems, said
from tests.assignments.promises import NINE_TO_SIX, SHOP, calendar
from tests.people import alice, bob, charlie, in_role

pytestmark = pytest.mark.django_db
NEW = "/admin/assignments/calendar/new/"
CLOSED_ON_CHRISTMAS_EVE = {
    "closures-0-first": "2026-12-24",
    "closures-0-hours": "13-18",
    "closures-0-name": "Half day",
}


@pytest.fixture
def version() -> CalendarVersion:
    return calendar("Showroom", Hours(SHOP.zone, SHOP.week, country="IN", region="MH"))


@pytest.fixture
def url(version: CalendarVersion) -> str:
    return f"/admin/assignments/calendar/{version.calendar_id}/edit/"


@pytest.fixture
def meera() -> User:
    return in_role("Manager", "meera", "Meera Iyer")


@pytest.fixture
def desk(meera: User) -> Client:
    return logged_in(meera)


def sent(desk: Client, url: str, do: str = "publish", **changed: Any) -> Any:
    """The page's form, filled in and sent back."""
    return desk.post(url, filled(desk.get(url), do=do, **{"note": "Winter", **changed}))


def numbers() -> list[int]:
    versions = CalendarVersion.objects.filter(calendar__name="Showroom").order_by("number")
    return list(versions.values_list("number", flat=True))


def newest() -> CalendarVersion:
    return CalendarVersion.objects.newest().get(calendar__name="Showroom")


def test_get_shows_what_is_in_force_and_changes_nothing(desk: Client, url: str) -> None:
    page = desk.get(url)
    assert [field.value() for field in page.context["form"].days] == ["09:00–18:00"] * 6 + [""]
    assert page.context["form"]["region"].value() == "MH"
    assert numbers() == [1]


def test_a_change_is_published_as_the_next_version(desk: Client, url: str, meera: User) -> None:
    response = sent(desk, url, day_5="9-13", day_6="22:00-06:00", **CLOSED_ON_CHRISTMAS_EVE)
    assert (response.status_code, response["Location"]) == (302, url.replace("edit", "change"))
    assert said(response) == ["Version 2 of “Showroom” is in force. Deadlines that run already keep theirs."]
    version, hours = newest(), Hours.of(newest())
    assert (version.number, version.note, version.published_by) == (2, "Winter", meera)
    assert hours.week == (*[NINE_TO_SIX] * 5, ((540, 780),), ((1320, 1800),))
    assert hours.closures == (Closure(at(24, 13), at(24, 18), "Half day"),)
    assert (hours.country, hours.region) == ("IN", "MH")


def at(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 12, day, hour)  # noqa: DTZ001  # the shop's clock


def test_a_preview_publishes_nothing_and_keeps_what_was_typed(desk: Client, url: str) -> None:
    page = sent(desk, url, "preview", day_5="9-13", name="", note="")
    assert page.status_code == 200
    assert page.context["changes"] == ["Saturday: 09:00–18:00 → 09:00–13:00"]
    assert [day.hours for day in page.context["weeks"][1]][4:] == ["09:00–18:00", "09:00–13:00", ""]
    assert page.context["form"]["day_5"].value() == "9-13"
    assert numbers() == [1]


def test_a_preview_is_published_as_it_is(desk: Client, url: str) -> None:
    page = sent(desk, url, "preview", day_5="9-13")
    assert desk.post(url, filled(page, do="publish")).status_code == 302
    assert Hours.of(newest()).week[5] == ((540, 780),)


def test_what_would_be_published_without_a_word_is_not(desk: Client, url: str) -> None:
    page = sent(desk, url, day_0="10-18", note="")
    assert (page.status_code, problems(page)) == (422, ["Say why: colleagues read it in the history."])
    assert numbers() == [1]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"day_0": "mornings"}, "“mornings” are no hours. Write them like 9-18 or 09:00-13:00, 14:00-18:00."),
        ({"day_0": "9-25"}, "There is no such time in “9-25”. The day has 24 hours of 60 minutes."),
        ({"day_0": "9-13, 12-18"}, "“12-18” begins before the hours in front of it end."),
        ({"day_0": "9-9"}, "“9-9” begins and ends at the same time. The whole day is “24 h”."),
        ({"day_0": "9\x00"}, "There is a character in here that cannot be stored. Please type it again."),
        ({"name": ""}, "Give it a name."),
        ({"zone": "Mars/Base"}, "Choose one of the list."),
        ({"country": "XX"}, "Choose one of the list."),
        ({"closures-0-name": "Party"}, "Choose the first day."),
        ({"closures-0-first": "soon"}, "Enter a day, such as 2026-12-24."),
        ({"closures-0-first": "2026-12-24", "closures-0-last": "2026-12-23"}, "This is before the first day."),
        ({"closures-0-first": "2026-01-01", "closures-0-last": "2027-12-31"}, "A closure is no longer than a year."),
        ({"closures-0-first": "2062-12-24"}, "This is more than twenty years away. Check the year."),
        ({"closures-0-first": "2026-12-24", "closures-0-hours": "late"}, "“late” are no hours. Write them like 9-18 or 09:00-13:00, 14:00-18:00."),
        ({"version": "x"}, "Enter a whole number."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_beside_its_field(
    typed: dict[str, str], sentence: str, desk: Client, url: str
) -> None:
    page = sent(desk, url, **typed)
    assert page.status_code == 422
    assert problems(page) == [sentence]
    assert sentence.replace("“", "“") in page.content.decode()
    assert numbers() == [1]


def test_a_colleague_who_was_faster_is_shown_and_not_overwritten(
    desk: Client, url: str, version: CalendarVersion
) -> None:
    page = desk.get(url)
    theirs = Hours(SHOP.zone, (NINE_TO_SIX,) * 7, country="IN", region="MH").draft(range(2025, 2037))
    ravi = in_role("Manager", "ravi", "Ravi Menon").identifier
    publishing.publish_calendar(
        version.calendar, theirs, expected=1, note="Sundays too", actor=ravi, now=version.published_at
    )
    answer = desk.post(url, filled(page, do="publish", note="Winter", day_0="10-18", name="Mine"))
    assert answer.status_code == 409
    assert not Calendar.objects.filter(name="Mine").exists()
    assert problems(answer) == ["Somebody published another version meanwhile. Look at it, then go on."]
    assert answer.context["theirs"]["changes"] == ["Sunday: closed → 09:00–18:00"]
    assert "Version 2 by Ravi Menon" in answer.content.decode()
    assert answer.context["form"]["day_0"].value() == "10-18"
    assert numbers() == [1, 2]
    again = desk.post(url, filled(answer, do="publish", day_6="9-18", name="Showroom"))
    assert (again.status_code, numbers()) == (302, [1, 2, 3])


def test_nothing_new_is_not_published(desk: Client, url: str) -> None:
    page = sent(desk, url)
    assert (page.status_code, problems(page)) == (409, ["Nothing is different from the version in force."])
    assert numbers() == [1]


def test_another_name_is_no_version(desk: Client, url: str) -> None:
    assert sent(desk, url, name="The showroom").status_code == 302
    assert Calendar.objects.get(name="The showroom").versions.count() == 1


def test_a_name_that_another_calendar_has_is_refused(desk: Client, url: str) -> None:
    calendar("Workshop")
    page = sent(desk, url, name="Workshop", day_0="")
    assert (page.status_code, problems(page)) == (409, ["There is another one of this name."])
    assert page.context["form"]["day_0"].value() == ""
    assert numbers() == [1]


def test_work_on_a_holiday_is_chosen_by_taking_its_mark_away(desk: Client, url: str) -> None:
    page = desk.get(url)
    marked = page.context["form"]["closed_on"].value()
    assert "Holi" in marked
    sent(desk, url, closed_on=[name for name in marked if name != "Holi"])
    assert newest().open_on == ["Holi"]
    assert "Holi" not in {name for _day, name in newest().spec["holidays"]}
    assert "Holi" not in desk.get(url).context["form"]["closed_on"].value()


def test_another_country_is_looked_at_before_it_is_published(desk: Client, url: str) -> None:
    page = sent(desk, url, "preview", country="DE", region="MH", note="")
    form = page.context["form"]
    assert (page.status_code, form.relisted, form["region"].value()) == (200, True, "")
    assert "German Unity Day" in form["closed_on"].value()
    assert numbers() == [1]
    assert desk.post(url, filled(page, do="publish", note="We moved")).status_code == 302
    assert (newest().country, newest().region) == ("DE", "")


def test_another_country_is_not_published_unseen(desk: Client, url: str) -> None:
    page = sent(desk, url, country="DE")
    assert (page.status_code, page.context["form"].relisted, numbers()) == (200, True, [1])


def test_rows_never_run_out(desk: Client, url: str) -> None:
    page = sent(desk, url, "preview", **{**CLOSED_ON_CHRISTMAS_EVE, "closures-2-first": "2026-12-31"})
    assert len(page.context["form"].closures.forms) == 6


def test_a_closure_goes_when_its_row_is_emptied(desk: Client, url: str) -> None:
    sent(desk, url, **CLOSED_ON_CHRISTMAS_EVE)
    assert len(newest().spec["closures"]) == 1
    sent(desk, url, **dict.fromkeys(CLOSED_ON_CHRISTMAS_EVE, ""))
    assert newest().spec["closures"] == []


def test_a_new_calendar_begins_with_the_shops_hours(desk: Client) -> None:
    page = desk.get(NEW)
    assert [field.value() for field in page.context["form"].days] == ["09:00–18:00"] * 6 + [""]
    response = desk.post(NEW, filled(page, do="publish", name="Showroom", day_0="24 h"))
    made = newest()
    assert response["Location"] == f"/admin/assignments/calendar/{made.calendar_id}/change/"
    assert (made.number, made.spec["week"][0]) == (1, [[0, 1440]])


def test_a_new_calendar_needs_a_name_of_its_own(desk: Client, version: CalendarVersion) -> None:
    page = desk.post(NEW, filled(desk.get(NEW), do="publish", name="Showroom"))
    assert (page.status_code, problems(page)) == (409, ["There is another one of this name."])


def test_a_calendar_that_there_is_not_is_not_found(desk: Client) -> None:
    for method in (desk.get, desk.post):
        assert method(f"/admin/assignments/calendar/{uuid4()}/edit/").status_code == 404


def test_a_stranger_is_sent_to_the_login(url: str) -> None:
    for person in (None, charlie()):
        client = logged_in(person) if person else Client()
        response = client.post(url, {"do": "publish"})
        assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={url}")
    assert numbers() == [1]


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_only_look_is_refused(method: str, url: str) -> None:
    client = logged_in(bob("assignments.view_calendar"))
    assert (getattr(client, method)(url).status_code, getattr(client, method)(NEW).status_code) == (403, 403)
    assert numbers() == [1]


def test_other_methods_are_not_understood(url: str) -> None:
    assert logged_in(alice()).put(url).status_code == 405
