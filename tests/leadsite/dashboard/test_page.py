"""The first page as colleagues see it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from activity.models import Activity
from leadsite.accounts.models import User
from tests.leads.facts import lead, worked
from tests.people import alice, bob, charlie, in_role

pytestmark = pytest.mark.django_db
Counted = Callable[[int], object]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(user: User, address: str = "/admin/") -> str:
    return signed_in(user).get(address).content.decode()


@pytest.mark.parametrize("many", [1, 30])
def test_the_page_takes_as_many_queries_for_thirty_leads_as_for_one(
    many: int, django_assert_num_queries: Counted
) -> None:
    owner = in_role("Manager")
    for number in range(many):
        worked(lead(number, asked=timezone.now() - timedelta(days=1)), owner)
    client = signed_in(owner)
    with django_assert_num_queries(12):
        page = client.get("/admin/")
    assert page.context["asked"] == str(many)


def test_an_empty_shop_says_how_it_begins() -> None:
    page = text(alice())
    assert "No leads yet" in page
    assert 'href="/"' in page
    assert "columns-chart" not in page


def test_a_quiet_time_has_no_charts_that_lie() -> None:
    lead(1, asked=timezone.now() - timedelta(days=300), status="lost")
    page = text(alice(), "/admin/?days=7")
    for sentence in (
        "Everybody has been answered.",
        "Nothing is due today.",
        "Nobody waits for a decision.",
        "Nobody asked in this time.",
        "No quotes in this time.",
        "Nobody was answered in this time.",
    ):
        assert sentence in page


def test_every_figure_leads_to_its_list() -> None:
    lead(1, asked=timezone.now())
    client = signed_in(alice())
    page = client.get("/admin/")
    addresses = {stat.label: stat.url for stat in page.context["stats"]}
    assert addresses["Leads in all"] == "/admin/leads/lead/?view=all"
    assert addresses["Late answers"] == "/admin/leads/lead/?view=late-answers"
    for url in {*re.findall(r'<a[^>]* href="(/admin/(?:leads|activity)[^"]*)"', page.content.decode())}:
        assert client.get(url.replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize("days", ["7", "30", "90", "365"])
def test_the_lists_behind_the_charts_hold_what_the_charts_count(days: str) -> None:
    for number, (source, status) in enumerate([("api", "lost"), ("api", "new"), ("referral", "new")]):
        lead(number, asked=timezone.now() - timedelta(days=3 * number), source=source, status=status)
    lead(9, asked=timezone.now() - timedelta(days=500))
    client = signed_in(alice())
    charts = client.get(f"/admin/?days={days}").context
    bars = [*charts["funnel"], *charts["sources"], *charts["per_day"].columns[-8:]]
    for bar in bars:
        listed = client.get(bar.url).context["rows"]
        assert (bar.url, str(len(listed))) == (bar.url, bar.text)


@pytest.mark.parametrize("days", ["", "0", "-1", "abc", "99999999", "7.5", "%00"])
def test_a_period_that_is_none_is_the_usual_one(days: str) -> None:
    lead(1, asked=timezone.now())
    page = signed_in(alice()).get(f"/admin/?days={days}")
    assert (page.status_code, page.context["period"].days) == (200, 90)


def test_names_are_text() -> None:
    row = worked(lead(1, asked=timezone.now(), name="<script>alert(1)</script>"), alice())
    Activity.objects.create(lead=row, type="approval", status="pending", message="<b>5 %</b>")
    page = text(User.objects.get())
    assert "<script>alert" not in page
    assert "<b>5" not in page


def test_nothing_needs_a_style_that_the_policy_refuses() -> None:
    worked(lead(1, asked=timezone.now()), alice())
    page = text(User.objects.get())
    assert "columns-chart" in page
    assert " style=" not in page
    assert " onclick=" not in page


def test_a_stranger_is_asked_to_sign_in() -> None:
    response = Client().get("/admin/")
    assert (response.status_code, response.url) == (302, "/admin/login/?next=/admin/")
    assert signed_in(charlie()).get("/admin/").status_code == 302


def test_who_may_not_see_leads_is_told_so(django_assert_num_queries: Counted) -> None:
    lead(1, asked=timezone.now())
    client = signed_in(bob("leads.view_priceitem"))
    with django_assert_num_queries(4):
        page = client.get("/admin/").content.decode()
    assert "may not see leads" in page
    assert "Priya" not in page


def test_who_may_not_see_the_log_sees_nothing_of_it() -> None:
    row = lead(1, asked=timezone.now())
    Activity.objects.create(lead=row, type="approval", status="pending", message="5 % off")
    page = text(bob("leads.view_lead"))
    assert "Priya Sharma 1" in page
    assert "5 % off" not in page
    assert "Follow-ups due today" not in page


def test_who_sees_their_own_sees_nothing_of_others(settings: Any) -> None:
    settings.SALES_SEE = "own"
    neha, rajesh = in_role("Sales"), in_role("Sales", "rajesh", "Rajesh Kumar")
    worked(lead(1, asked=timezone.now()), rajesh)
    worked(lead(2, asked=timezone.now()), neha)
    page = text(neha)
    assert "Priya Sharma 2" in page
    assert "Priya Sharma 1" not in page
    assert "Rajesh" not in page
