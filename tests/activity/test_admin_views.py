from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from activity import approvals, follow_ups, waiting
from activity.kinds import Actor
from activity.models import Activity
from activity.triage import arrivals
from assignments.models import Assignment, LeadClock
from leads.models import Lead
from leadsite.accounts.models import User
from tests.leads.facts import lead
from tests.leads.steps import logged_in, on_row, page, problems, said, state
from tests.people import alice, bob, charlie, in_role

pytestmark = pytest.mark.django_db
ACTOR = Actor("user", "sales_user_90")
LATER = "2099-12-01T10:00"
KEY = "0193a2c4-5d6e-7f80-9a1b-2c3d4e5f6099"
OVERRULED = {"intent": "buy", "lead_type": "project", "priority": "high"}

# Step, what is sent, what is said, what the row has become.
GOOD = [
    ("snooze", {"at": LATER}, "Put off until Tue 1 Dec, 10:00.", "cancelled"),
    ("complete", {"outcome": "Comes on Friday"}, "Done, and logged.", "completed"),
    ("cancel", {"reason": "Not needed"}, "Cancelled.", "cancelled"),
    ("cancel", {}, "Cancelled.", "cancelled"),
    ("go-on", {}, "The clock runs again.", "completed"),
    ("accept", {"key": KEY}, "Kept: the advice is right.", "completed"),
    ("override", {"key": KEY, **OVERRULED}, "Kept: your word counts from now on.", "completed"),
    ("decide", {"verdict": "approved", "reason": "Fair"}, "Approved.", "approved"),
    ("decide", {"verdict": "rejected", "reason": "Too much"}, "Rejected.", "rejected"),
]
BAD = [
    ("snooze", {}, "Choose a date and a time.", 422),
    ("snooze", {"at": "9999-12-31T23:59"}, "This is more than a hundred years away. Check the year.", 422),
    ("snooze", {"at": "2001-01-01T10:00"}, "This time has passed. Choose a later one.", 409),
    ("complete", {"outcome": " "}, "Say in a few words what came of it.", 422),
    ("cancel", {"reason": "x" * 501}, "Please keep this to 500 characters.", 422),
    ("accept", {}, "This page was incomplete. Look at it again and send it once more.", 422),
    (
        "override",
        {"key": KEY, **OVERRULED, "priority": "urgent"},
        "Select a valid choice. urgent is not one of the available choices.",
        422,
    ),
    ("decide", {"verdict": "approved"}, "Say why: the colleague who asked reads it.", 422),
    ("decide", {"reason": "Kept words"}, "Choose one of the two.", 422),
]
STEPS = ["snooze", "complete", "cancel", "go-on", "accept", "override", "decide"]


def task(name: str, row: Lead) -> Activity:
    if name == "decide":
        return approvals.ask(lead_id=row.pk, what="5 % off", approval_type="discount", actor=ACTOR)
    if name in ("accept", "override"):
        LeadClock.objects.filter(lead=row).update(route_at=timezone.now())
        arrivals.greet([row.pk])
        return Activity.objects.filter(lead=row).advice()[0]
    now = timezone.now()
    if name == "go-on":
        return waiting.begin(lead_id=row.pk, reason="Measures the room", actor=ACTOR, now=now)
    return follow_ups.plan(
        lead_id=row.pk, action="call", at=now + timedelta(hours=1), reason="Samples?", actor=ACTOR, now=now
    )


def url(activity: Activity, name: str) -> str:
    return f"/admin/activity/activity/{activity.pk}/{name}/"


def settle(activity: Activity) -> None:
    """What a colleague did meanwhile."""
    if activity.type == "approval":
        approvals.decide(activity_id=activity.pk, verdict="approved", reason="Fair", actor=Actor("user", "x"))
    elif activity.type == "waiting":
        waiting.end(activity_id=activity.pk, actor=ACTOR)
    else:
        follow_ups.cancel(activity_id=activity.pk, reason="Not needed", actor=ACTOR)


@pytest.mark.parametrize("name", STEPS)
def test_get_asks_and_changes_nothing(name: str) -> None:
    activity = task(name, lead())
    before = state()
    response = logged_in(alice()).get(url(activity, name))
    assert (response.status_code, response.templates[0].name) == (200, "admin/leads/lead/step.html")
    assert state() == before


@pytest.mark.parametrize(("name", "facts", "done", "status"), GOOD)
def test_post_acts_and_leads_back_to_the_lead(
    name: str, facts: dict[str, object], done: str, status: str
) -> None:
    row = lead()
    activity = task(name, row)
    response = logged_in(alice()).post(url(activity, name), on_row(activity, **facts))
    assert (response.status_code, response["Location"], said(response)) == (302, page(row), [done])
    assert Activity.objects.get(pk=activity.pk).status == status


@pytest.mark.parametrize(("name", "facts", "wrong", "status"), BAD)
def test_a_bad_post_changes_nothing_says_why_and_keeps_what_was_typed(
    name: str, facts: dict[str, str], wrong: str, status: int
) -> None:
    activity = task(name, lead())
    before = state()
    response = logged_in(alice()).post(url(activity, name), on_row(activity, **facts))
    assert (response.status_code, problems(response)) == (status, [wrong])
    assert all(text.strip() in response.content.decode() for text in facts.values())
    assert state() == before


@pytest.mark.parametrize("name", STEPS)
def test_a_row_that_is_not_there_is_not_found(name: str) -> None:
    client = logged_in(alice())
    other = task("decide" if name != "decide" else "cancel", lead())
    for address in (f"/admin/activity/activity/{uuid4()}/{name}/", url(other, name)):
        assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("client", [lambda: Client(), lambda: logged_in(charlie())])
def test_who_has_no_business_here_is_sent_to_the_login(name: str, client: Callable[[], Client]) -> None:
    activity = task(name, lead())
    address, before = url(activity, name), state()
    response = client().post(address)
    assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={address}")
    assert state() == before


@pytest.mark.parametrize(("name", "facts", "done", "status"), GOOD)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_colleague_without_the_permission_is_refused(
    method: str, name: str, facts: dict[str, object], done: str, status: str
) -> None:
    activity = task(name, lead())
    wrong = "leads.work_lead" if name == "decide" else "activity.decide_approval"
    client = logged_in(bob("leads.view_lead", wrong))
    before = state()
    assert getattr(client, method)(url(activity, name), on_row(activity, **facts)).status_code == 403
    assert state() == before


@pytest.mark.parametrize(
    ("name", "facts", "done"),
    [
        ("snooze", {"at": LATER}, "Call cancelled · Samples? · Not needed"),
        ("complete", {"outcome": "Kept"}, "Call cancelled · Samples? · Not needed"),
        ("cancel", {"reason": "Kept"}, "Call cancelled · Samples? · Not needed"),
        (
            "decide",
            {"verdict": "rejected", "reason": "Kept"},
            "Approval asked for and given: discount · 5 % off · Fair",
        ),
    ],
)
def test_what_a_colleague_settled_meanwhile_is_shown_and_not_overwritten(
    name: str, facts: dict[str, str], done: str
) -> None:
    activity = task(name, lead())
    settle(activity)
    before = state()
    response = logged_in(alice()).post(url(activity, name), on_row(activity, **facts))
    assert (response.status_code, problems(response)) == (
        409,
        [f"Nothing was changed, this is settled already: {done}."],
    )
    assert all(text in response.content.decode() for text in facts.values())
    assert state() == before


def test_nobody_decides_what_they_asked_for_themselves() -> None:
    person = alice()
    asked = approvals.ask(
        lead_id=lead().pk, what="x", approval_type="other", actor=Actor("user", person.identifier)
    )
    response = logged_in(person).post(url(asked, "decide"), on_row(asked, verdict="approved", reason="x"))
    assert (response.status_code, problems(response)) == (
        409,
        ["You asked for this yourself: somebody else decides."],
    )
    assert Activity.objects.get().status == "pending"


@pytest.mark.parametrize("name", STEPS)
def test_a_task_of_a_colleagues_lead_is_not_found_where_sales_see_their_own(
    name: str, settings: Settings
) -> None:
    settings.SALES_SEE = "own"
    row, owner = lead(), in_role("Sales")
    Assignment.objects.create(lead=row, owner=owner, owner_name=owner.name, sla_deadline=timezone.now())
    activity = task(name, row)
    client = logged_in(bob("leads.work_lead", "activity.decide_approval", "activity.view_activity"))
    for address in (url(activity, name), f"/admin/activity/activity/{activity.pk}/change/"):
        response = client.get(address, follow=True)
        assert row.name not in response.content.decode()
    assert client.post(url(activity, name), {"reason": "x"}).status_code == 404


@pytest.mark.parametrize(("quick", "hour"), [("tomorrow", 10), ("week", 10)])
def test_a_quick_choice_is_a_time_on_the_colleagues_own_clock(quick: str, hour: int) -> None:
    person = alice()
    User.objects.filter(pk=person.pk).update(time_zone="America/New_York")
    activity = task("snooze", lead())
    logged_in(person).post(url(activity, "snooze"), on_row(activity, quick=quick))
    planned = Activity.objects.get(status="pending")
    assert planned.due_at.astimezone(ZoneInfo("America/New_York")).hour == hour
    assert planned.metadata["replaces"] == str(activity.pk)


def test_the_way_back_may_be_another_page_of_the_back_office() -> None:
    activity = task("cancel", lead())
    response = logged_in(alice()).post(url(activity, "cancel"), on_row(activity, next="/admin/?mine"))
    assert response["Location"] == "/admin/?mine"
