from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from assignments import defaults
from assignments.calendars.drafts import Hours
from assignments.models import Calendar, Team
from tests.assignments.desk import logged_in, problems
from tests.assignments.promises import NOW, SHOP, calendar, fallback, policy, spec
from tests.people import alice, bob, charlie

pytestmark = pytest.mark.django_db
URL = "/admin/assignments/policy/which/"


@pytest.fixture(autouse=True)
def shop() -> None:
    fallback()
    showroom = calendar("Showroom", SHOP).calendar
    Team.objects.update(is_default=False)
    Team.objects.create(name="Everybody", calendar=showroom, is_default=True)
    policy("Floors", spec("referral", "Flooring"), position=1)
    policy("Walls", spec("", "Wall"), position=2)


def asked(**query: Any) -> Any:
    return logged_in(alice()).get(URL, query)


def test_nothing_is_answered_before_it_is_asked() -> None:
    page = logged_in(bob("assignments.view_policy")).get(URL)
    assert "answered" not in page.context
    assert str(page.context["form"]["calendar"].value()) == str(Calendar.objects.get(name="Showroom").pk)


def test_the_policy_that_holds_is_named_with_its_version() -> None:
    page = asked(source="Referral", category="flooring")
    assert (page.context["chosen"].name, page.context["chosen"].number) == ("Floors", 1)
    assert page.context["passed_over"] == []
    assert page.context["whom"] == "source “referral” and category “Flooring”"


def test_why_the_others_do_not_hold_is_said() -> None:
    page = asked(source="walk_in")
    assert page.context["chosen"].is_fallback
    assert [(edition.name, reason) for edition, reason in page.context["passed_over"]] == [
        ("Floors", "the source is not “referral” and nothing of “Flooring” was asked for"),
        ("Walls", "nothing of “Wall” was asked for"),
    ]


def test_deadlines_count_in_working_time() -> None:
    """Saturday 17:40, an hour: 20 minutes until six, Sunday closed, 40 minutes from Monday nine."""
    page = asked(source="referral", category="Flooring", priority="medium", arrives="2026-11-28T17:40")
    told = [(moment.what, moment.target, moment.text) for moment in page.context["moments"]]
    assert told == [
        ("First response", "1 h", "Mon 30 Nov 2026, 09:40"),
        ("Warning", "45 min", "Mon 30 Nov 2026, 09:25"),
        ("At 100 % the owner is told", "1 h", "Mon 30 Nov 2026, 09:40"),
        ("At 150 % the manager is told", "1 h 30 min", "Mon 30 Nov 2026, 10:10"),
        ("At 300 % the lead goes to somebody else", "3 h", "Mon 30 Nov 2026, 11:40"),
        ("Owner’s response", "1 h", "Mon 30 Nov 2026, 09:40"),
    ]
    assert "After each later message of the customer: 2 h." in page.content.decode()


def test_another_calendar_gives_other_deadlines_on_its_own_clock() -> None:
    berlin = calendar("Berlin", Hours("Europe/Berlin", SHOP.week)).calendar_id
    page = asked(priority="high", arrives="2026-11-30T13:20", calendar=berlin)
    assert page.context["arrives"] == "Mon 30 Nov 2026, 08:50"
    assert page.context["moments"][0].text == "Mon 30 Nov 2026, 09:30"


def test_a_priority_without_a_promise_has_no_deadline() -> None:
    targets = {**spec().targets, "low": dict.fromkeys(spec().targets["low"])}
    silent = type(spec())(spec("silent").conditions, targets)
    policy("Silent", silent, position=3)
    page = asked(source="silent", priority="low")
    assert [(moment.what, moment.target, moment.text) for moment in page.context["moments"]] == [
        ("First response", "none", ""),
        ("Owner’s response", "none", ""),
    ]


def test_a_calendar_that_is_never_open_counts_every_hour_and_says_so() -> None:
    never = calendar("Never", Hours("UTC", ((),) * 7)).calendar_id
    page = asked(calendar=never)
    assert page.context["moments"][0].by_wall_clock
    assert "every hour counts: this calendar is never open" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"arrives": "soon"}, "Enter a date and a time, such as 2026-12-01 10:00."),
        ({"arrives": "9000-01-01T10:00"}, "This is more than fifty years away. Check the year."),
        ({"priority": "urgent"}, "Choose one of the list."),
        ({"calendar": "x"}, "Choose one of the list."),
        ({"source": "a\0"}, "There is a character in here that cannot be stored. Please type it again."),
    ],
)
def test_what_cannot_be_read_is_said(query: dict[str, str], sentence: str) -> None:
    page = asked(**{"category": "Wall", **query})
    assert (page.status_code, problems(page)) == (422, [sentence])
    assert page.context["form"]["category"].value() == "Wall"


@pytest.mark.parametrize("many", [1, 30])
def test_it_takes_as_many_queries_for_many_policies(many: int, django_assert_num_queries: object) -> None:
    for number in range(many):
        policy(f"Policy {number}", spec(f"source {number}"))
    client = logged_in(alice())
    client.get(URL, {"source": "x"})
    with django_assert_num_queries(7):  # type: ignore[operator]
        client.get(URL, {"source": "x"})


def test_who_may_not_is_refused() -> None:
    assert logged_in(bob()).get(URL).status_code == 403
    assert Client().get(URL)["Location"] == f"/admin/login/?next={URL}"
    assert logged_in(charlie()).get(URL)["Location"] == f"/admin/login/?next={URL}"
    assert logged_in(alice()).post(URL).status_code == 405


def test_the_defaults_are_what_a_new_shop_promises() -> None:
    Team.objects.all().delete()
    defaults.make(apps, NOW)
    page = asked(source="website_form", priority="high", arrives="2026-11-30T09:00")
    assert page.context["moments"][0].text == "Mon 30 Nov 2026, 09:30"
