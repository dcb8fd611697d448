from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from activity.follow_up_page import ROWS
from activity.models import Activity
from assignments import workflow
from leads.models import Lead
from leadsite.accounts.models import User
from tests.leads.facts import lead
from tests.leads.quoting.rows import NOW
from tests.leads.steps import logged_in, said
from tests.people import alice, bob, charlie, in_role

pytestmark = pytest.mark.django_db
URL = "/admin/activity/activity/follow-ups/"
Counted = Callable[[int], object]


@pytest.fixture(autouse=True)
def now() -> object:
    with time_machine.travel(NOW, tick=False):  # Saturday, 15:00 in the shop
        yield


@pytest.fixture
def neha() -> User:
    return in_role("Sales")


@pytest.fixture
def client(neha: User) -> Client:
    return logged_in(neha)


def owned(owner: User, number: int = 1, **facts: object) -> Lead:
    row = lead(number, **facts)
    workflow.take(lead_id=row.pk, owner=owner, actor=owner_as_actor(owner), now=NOW)
    return row


def owner_as_actor(owner: User) -> object:
    from activity.kinds import Actor  # beside its only use

    return Actor("user", owner.identifier)


def planned(row: Lead, hours: float | None = 1, *, by: User | None = None, **facts: object) -> Activity:
    at = "some day" if hours is None else (NOW + timedelta(hours=hours)).isoformat()
    return Activity.objects.create(
        lead=row,
        type="follow_up",
        status="pending",
        message="Ask about samples",
        actor_type="user" if by else "system",
        actor_id=by.identifier if by else None,
        metadata={"action": "call", "scheduled_for": at, **facts},
    )


def shown(response: object) -> dict[str, list[object]]:
    return {
        section.name: [row.activity.pk for row in section.rows] for section in response.context["sections"]
    }


def test_what_is_late_comes_first_then_today_then_later(client: Client, neha: User) -> None:
    row = owned(neha)
    later, today, late, older = (planned(row, hours) for hours in (30, 2, -1, -50))
    timeless = planned(row, None)
    page = client.get(URL)
    assert list(shown(page).items()) == [
        ("late", [older.pk, late.pk]), ("today", [today.pk]), ("later", [later.pk]), ("never", [timeless.pk]),
    ]  # fmt: skip
    text = page.content.decode()
    assert "late by 2 days" in text
    assert "due in 2 h" in text
    assert "Sat 21 Nov 2026, 17:00" in text


def test_the_day_ends_on_the_shops_clock(client: Client, neha: User) -> None:
    row = owned(neha)
    before, after = planned(row, 8.9), planned(row, 9)  # midnight in the shop is nine hours away
    assert shown(client.get(URL)) == {"today": [before.pk], "later": [after.pk]}


def test_mine_are_those_on_my_leads_and_those_that_i_planned(client: Client, neha: User) -> None:
    others = owned(bob(), 2)
    mine, by_me = planned(owned(neha), 1), planned(others, 2, by=neha)
    planned(others, 3)
    planned(lead(3), 4)
    assert shown(client.get(URL)) == {"today": [mine.pk, by_me.pk]}


def test_what_nobody_has_is_a_view_of_its_own(client: Client, neha: User) -> None:
    planned(owned(neha), 1)
    free = planned(lead(2), 1)
    assert shown(client.get(f"{URL}?whose=nobodys")) == {"today": [free.pk]}


def test_everybodys_are_for_those_who_see_every_lead(client: Client, neha: User) -> None:
    mine, free = planned(owned(neha), 1), planned(lead(2), 2)
    manager = logged_in(in_role("Manager", "meera", "Meera Iyer"))
    assert shown(manager.get(f"{URL}?whose=everybodys")) == {"today": [mine.pk, free.pk]}
    assert shown(client.get(f"{URL}?whose=everybodys")) == {"today": [mine.pk]}


def test_leads_of_colleagues_do_not_leak(client: Client, neha: User, settings: Settings) -> None:
    settings.SALES_SEE = "own"
    row = owned(bob(), 2)
    planned(row, 1, by=neha)
    for whose in ("mine", "nobodys", "everybodys"):
        page = client.get(f"{URL}?whose={whose}")
        assert shown(page) == {}
        assert row.name not in page.content.decode()


def test_settled_ones_are_gone(client: Client, neha: User) -> None:
    done = planned(owned(neha))
    Activity.objects.filter(pk=done.pk).update(status="completed")
    page = client.get(URL)
    assert shown(page) == {}
    assert "Nothing is planned on your leads." in page.content.decode()


def test_one_tap_calls_or_writes_in_the_customers_language(client: Client, neha: User) -> None:
    row = owned(neha, email="priya@example.com")
    row.submissions.update(submitted={"language": "hi"})
    planned(row)
    (section,) = client.get(URL).context["sections"]
    links = section.rows[0].links
    assert links.call == f"tel:{row.phone}"
    assert links.chat.startswith(f"https://wa.me/{row.phone[1:]}?text=%E0%A4")
    assert links.mail.startswith("mailto:priya@example.com")


@pytest.mark.parametrize(
    ("step", "facts", "sentence"),
    [
        ("complete", {"outcome": "Wants oak"}, "Done, and logged."),
        ("snooze", {"quick": "hour"}, "Put off until Sat 21 Nov, 16:00."),
        ("snooze", {"quick": "tomorrow"}, "Put off until Sun 22 Nov, 10:00."),
        ("snooze", {"at": "2026-11-30T09:15"}, "Put off until Mon 30 Nov, 09:15."),
        ("cancel", {"reason": "Bought elsewhere"}, "Cancelled."),
    ],
)  # fmt: skip
def test_the_page_s_buttons_settle_a_follow_up_and_lead_back(
    step: str, facts: dict[str, str], sentence: str, client: Client, neha: User
) -> None:
    row = planned(owned(neha))
    here = f"{URL}?whose=mine"
    page = client.get(here).content.decode()
    address = f"/admin/activity/activity/{row.pk}/{step}/"
    assert f'action="{address}"' in page
    assert page.count('name="was_state" value="pending"') == 3
    response = client.post(address, {**facts, "next": here, "was_state": "pending"})
    assert (response.status_code, response["Location"], said(response)) == (302, here, [sentence])
    assert Activity.objects.get(pk=row.pk).status != "pending"


@pytest.mark.parametrize("many", [1, 30])
def test_the_page_takes_as_many_queries_for_many_as_for_one(
    many: int, client: Client, neha: User, django_assert_num_queries: Counted
) -> None:
    for number in range(many):
        planned(owned(neha, number), number + 1)
    with django_assert_num_queries(5):
        page = client.get(URL)
    assert sum(map(len, shown(page).values())) == many


def test_what_comes_after_the_first_page_is_one_click_away(client: Client, neha: User) -> None:
    row = owned(neha)
    rows = [planned(row, number) for number in range(1, ROWS + 1)]
    last = [planned(row, None), planned(row, None)]
    first = client.get(URL)
    second = client.get(f"{URL}?after={first.context['following']}")
    assert [key for keys in shown(first).values() for key in keys] == [one.pk for one in rows]
    assert sorted(shown(second)["never"]) == sorted(one.pk for one in last)
    assert (second.context["following"], second.context["first"]) == ("", False)


def test_a_page_may_end_among_those_without_a_time(client: Client, neha: User) -> None:
    row = owned(neha)
    keys = sorted(planned(row, None).pk for _ in range(ROWS + 1))
    first = client.get(URL)
    second = client.get(f"{URL}?after={first.context['following']}")
    assert shown(first)["never"] + shown(second)["never"] == keys


def test_facts_that_make_no_sense_break_nothing(client: Client, neha: User) -> None:
    row = owned(neha, name="<script>alert(1)</script>")
    Activity.objects.create(lead=row, type="follow_up", status="pending", message="<b>", metadata=None)
    text = client.get(URL).content.decode()
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_who_may_only_look_has_no_buttons() -> None:
    person = bob("activity.view_activity", "leads.view_lead")
    planned(owned(person))
    text = logged_in(person).get(URL).content.decode()
    assert "Priya Sharma 1" in text
    assert "/complete/" not in text


def test_strangers_are_sent_to_the_login() -> None:
    assert Client().get(URL)["Location"] == f"/admin/login/?next={URL}"


@pytest.mark.parametrize(("person", "status"), [(charlie, 302), (bob, 403)])
def test_without_the_permission_nobody_sees_them(person: Callable[[], User], status: int) -> None:
    assert logged_in(person()).get(URL).status_code == status


def test_the_page_is_only_read(client: Client) -> None:
    assert client.post(URL).status_code == 405


def test_the_way_there_is_in_the_navigation(client: Client) -> None:
    assert f'href="{URL}"' in client.get(URL).content.decode()


def test_alice_sees_the_three_views() -> None:
    assert list(logged_in(alice()).get(URL).context["scopes"]) == ["mine", "nobodys", "everybodys"]
