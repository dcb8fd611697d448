"""The buttons at a visit, each in all the ways that a press can go."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from activity.bookings import workflow
from activity.models import Activity
from activity.outbox.models import OutgoingMessage
from leads.models import Lead
from leadsite.accounts.models import User
from tests.activity.bookings.visits import HOUR, NEHA, TEN, proposed
from tests.leads.facts import lead
from tests.leads.steps import logged_in, on_row, page, problems, said, state, step
from tests.people import alice, bob, charlie

pytestmark = pytest.mark.django_db
AT = "2098-12-02T10:00"
KEY = "0193a2c4-5d6e-7f80-9a1b-2c3d4e5f6071"
GOES = {"staff": "sales_user_b", "lasts": "60", "timezone": "Asia/Kolkata", "place": "The shop"}
VISIT = {**GOES, "at": AT, "key": KEY}
PROPOSED = "Proposed for Tue 2 Dec, 10:00."
STEPS = ["visit", "confirm-visit", "decline-visit", "move-visit", "call-off-visit"]

# Step, what is sent, what is said, what the visit has become.
GOOD = [
    ("visit", VISIT, PROPOSED, "pending"),
    ("visit", {**VISIT, "send": "sms"}, f"{PROPOSED} The customer gets an SMS.", "pending"),
    ("visit", {**VISIT, "send": "email"}, f"{PROPOSED} The customer gets an e-mail.", "pending"),
    ("confirm-visit", {}, "The visit is confirmed.", "confirmed"),
    ("decline-visit", {"words": "Ill"}, "Logged: this visit does not take place.", "declined"),
    ("move-visit", {**VISIT, "reason": "Traffic"}, "Moved to Tue 2 Dec, 10:00.", "cancelled"),
    ("call-off-visit", {"reason": "Van broke down"}, "The visit is called off.", "cancelled"),
    ("call-off-visit", {"reason": "Van", "send": "sms"}, "The visit is called off. The customer gets an SMS.", "cancelled"),
]  # fmt: skip
BAD = [
    ("visit", {**VISIT, "at": ""}, "Choose a date and a time.", 422),
    ("visit", {**VISIT, "at": "soon"}, "Enter a date and a time, such as 2026-12-01 10:00.", 422),
    ("visit", {**VISIT, "at": "2098-13-99T10:00"}, "Enter a date and a time, such as 2026-12-01 10:00.", 422),
    ("visit", {**VISIT, "at": "9999-12-31T23:59"}, "This is more than a hundred years away. Check the year.", 422),
    ("visit", {**VISIT, "at": "0001-01-01T00:00"}, "This time has passed. Choose a later one.", 422),
    ("visit", {**VISIT, "timezone": "Mumbai"}, "No such time zone is known. One is Asia/Kolkata.", 422),
    ("visit", {**VISIT, "timezone": "America/New_York", "at": "2098-03-09T02:30"}, "The clocks skip this time on that day. Choose another one.", 422),
    ("visit", {**VISIT, "staff": "nobody"}, "Select a valid choice. That choice is not one of the available choices.", 422),
    ("visit", {**VISIT, "lasts": "1"}, "Select a valid choice. 1 is not one of the available choices.", 422),
    ("visit", {**VISIT, "place": "x" * 256}, "Please keep this to 255 characters.", 422),
    ("visit", {**VISIT, "send": "fax"}, "Select a valid choice. fax is not one of the available choices.", 422),
    ("move-visit", VISIT, "Say why: the reason is kept with the visit.", 422),
    ("call-off-visit", {"reason": " "}, "Say why: the reason is kept with the visit.", 422),
    ("decline-visit", {"words": "x" * 501}, "Please keep this to 500 characters.", 422),
]  # fmt: skip


def customer() -> Lead:
    return lead(email="priya@example.com")


def told(facts: dict[str, str]) -> dict[str, str]:
    """Bob's identifier is made by the database."""
    person = User.objects.filter(username="bob").first() or bob("leads.work_lead")
    return {**facts, "staff": person.identifier} if facts.get("staff") == "sales_user_b" else facts


def url(name: str, row: Lead, visit: Activity | None) -> str:
    return f"/admin/activity/activity/{visit.pk}/{name}/" if visit else step(row, name)


def asked(name: str) -> tuple[Lead, Activity | None, str]:
    """A lead, its visit where the step needs one, and the address of the step."""
    row = customer()
    visit = proposed(row, alice(), TEN + 48 * HOUR) if name != "visit" else None
    if visit is None:
        alice()
    return row, visit, url(name, row, visit)


def signed_in() -> Client:
    return logged_in(User.objects.get(username="alice"))


@pytest.mark.parametrize("name", STEPS)
def test_get_asks_and_changes_nothing(name: str) -> None:
    _row, _visit, address = asked(name)
    before = state()
    response = signed_in().get(address)
    assert (response.status_code, response.templates[0].name) == (200, "admin/leads/lead/step.html")
    assert state() == before


@pytest.mark.parametrize(("name", "facts", "done", "status"), GOOD)
def test_post_acts_and_leads_back_to_the_lead(
    name: str, facts: dict[str, str], done: str, status: str
) -> None:
    row, visit, address = asked(name)
    response = signed_in().post(address, on_row(visit, **told(facts)))
    assert (response.status_code, response["Location"], said(response)) == (302, page(row), [done])
    found = Activity.objects.get(pk=visit.pk) if visit else row.activities.get(type="booking")
    assert found.status == status


@pytest.mark.parametrize(("name", "facts", "wrong", "status"), BAD)
def test_a_bad_post_changes_nothing_says_why_and_keeps_what_was_typed(
    name: str, facts: dict[str, str], wrong: str, status: int
) -> None:
    _row, visit, address = asked(name)
    facts = told(facts)
    before = state()
    response = signed_in().post(address, on_row(visit, **facts))
    assert (response.status_code, problems(response)) == (status, [wrong])
    assert facts.get("place", "") in response.content.decode()
    assert state() == before


@pytest.mark.parametrize("name", STEPS)
def test_what_is_not_there_is_not_found(name: str) -> None:
    client = logged_in(alice())
    row = customer()
    path = f"/admin/activity/activity/{uuid4()}/{name}/" if name != "visit" else step(row, name)
    path = path if name != "visit" else path.replace(str(row.pk), str(uuid4()))
    assert [client.get(path).status_code, client.post(path).status_code] == [404, 404]


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("client", [lambda: Client(), lambda: logged_in(charlie())])
def test_who_has_no_business_here_is_sent_to_the_login(name: str, client: Callable[[], Client]) -> None:
    _row, _visit, address = asked(name)
    before = state()
    response = client().post(address)
    assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={address}")
    assert state() == before


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_colleague_who_may_only_look_is_refused(name: str, method: str) -> None:
    _row, _visit, address = asked(name)
    client = logged_in(bob("leads.view_lead", "activity.view_activity"))
    before = state()
    assert getattr(client, method)(address, {"reason": "x"}).status_code == 403
    assert state() == before


@pytest.mark.parametrize("name", STEPS[1:])
def test_what_somebody_settled_meanwhile_is_said_and_stays(name: str) -> None:
    _row, visit, address = asked(name)
    assert visit is not None
    workflow.call_off(activity_id=visit.pk, reason="Van broke down", actor=NEHA)
    before = state()
    response = signed_in().post(address, on_row(visit, **told({**VISIT, "reason": "Kept words"})))
    assert response.status_code == 409
    assert "settled already: Visit on Thu 4 Dec 2098, 10:00 cancelled" in problems(response)[0]
    assert state() == before


def test_a_colleague_who_is_promised_already_is_not_promised_again() -> None:
    person = bob("leads.work_lead")
    proposed(lead(2), person)
    row = customer()
    before = state()
    response = logged_in(alice()).post(step(row, "visit"), told(VISIT))
    assert (response.status_code, problems(response)) == (409, ["Bob Rao has another visit at that time."])
    assert (state(), "The shop" in response.content.decode()) == (before, True)


def test_a_visit_in_the_past_is_refused_beside_its_field() -> None:
    row = customer()
    at = (timezone.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    response = logged_in(alice()).post(step(row, "visit"), told({**VISIT, "at": at}))
    assert response.context["form"].errors == {"at": ["This time has passed. Choose a later one."]}


def test_pressed_twice_it_is_proposed_and_sent_once() -> None:
    row, client = customer(), logged_in(alice())
    answers = [client.post(step(row, "visit"), told({**VISIT, "send": "sms"})) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert said(answers[1])[-1] == "This was logged already, and is there once."
    assert (row.activities.filter(type="booking").count(), OutgoingMessage.objects.count()) == (1, 1)


def test_the_time_is_read_by_the_clocks_of_the_place() -> None:
    row = customer()
    logged_in(alice()).post(step(row, "visit"), told({**VISIT, "timezone": "Europe/Madrid"}))
    booked = row.activities.get(type="booking")
    assert booked.metadata["starts_at"] == "2098-12-02T10:00:00+01:00"


def test_the_page_of_the_lead_shows_the_visit_with_everything_to_settle_it() -> None:
    row = customer()
    proposed(row, bob())
    shown = logged_in(alice()).get(page(row)).content.decode()
    for fact in (
        "Bob Rao goes",
        "not answered yet",
        "/visit/",
        "https://wa.me/919820000001?text=",
        "Confirm",
        "Move it",
    ):
        assert fact in shown


def test_the_page_that_moves_a_visit_knows_how_it_is_now() -> None:
    row = customer()
    visit = proposed(row, bob("leads.work_lead"))
    client = logged_in(alice())
    task = next(task for task in client.get(page(row)).context["tasks"] if task.visit)
    shown = client.get(f"/admin/activity/activity/{visit.pk}/move-visit/?{task.visit.prefilled}").content
    for fact in (b'value="2098-12-02T10:00"', b'value="The shop"', b'value="Asia/Kolkata"'):
        assert fact in shown
