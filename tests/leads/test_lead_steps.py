from datetime import datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from activity import notes, waiting
from activity.kinds import Actor
from activity.models import Activity
from activity.recorder import acting
from assignments.models import Assignment
from leads import step_page
from leads.erasure import erase_lead
from leads.models import Lead, Submission
from leadsite.accounts.models import User
from tests.leads.facts import lead
from tests.leads.steps import LIST, logged_in, page, problems, said, sent, state, step
from tests.people import alice, bob, charlie, in_role

pytestmark = pytest.mark.django_db

# A step, what a colleague sends, and what the page says when it is done.
GOOD = [
    ("move", {"to": "qualified"}, "Moved to Qualified."),
    ("move", {"to": "lost", "reason": "Bought elsewhere"}, "Moved to Lost."),
    ("contact", {"kind": "call", "direction": "out", "outcome": "reached"}, "Logged."),
    ("contact", {"kind": "email", "direction": "in", "message": "Wants samples"}, "Logged."),
    ("note", {"text": "Prefers mornings"}, "Note kept."),
    ("follow-up", {"action": "call", "quick": "hour"}, None),
    ("follow-up", {"action": "meeting", "at": "2099-12-01T10:00", "reason": "Samples"}, "Planned for Tue 1 Dec, 10:00."),
    ("approval", {"approval_type": "discount", "what": "5 % off"}, "Asked. A manager decides."),
    ("wait", {"reason": "Measures the room"}, "It is the customer’s turn: the clock stands still."),
    ("correct", {"name": "Priya Sharma", "phone": "+919820000001", "reason": "Typing"}, "Corrected: name."),
    ("take", {}, "This lead is yours now."),
    ("assign", {"owner": "sales_user_neha", "reason": "On holiday"}, "Given to Neha Patel."),
]  # fmt: skip

# A step, what is wrong with what was sent, the sentence about it, and a text that must not be lost.
BAD = [
    ("move", {"to": "sold"}, "Select a valid choice. sold is not one of the available choices.", None),
    ("move", {"to": "contacted", "was_status": ""}, "This page was incomplete. Look at it again and send it once more.", None),
    ("move", {"to": "contacted", "was_status": "yesterday", "reason": "Kept"}, "This page was incomplete. Look at it again and send it once more.", "Kept"),
    ("contact", {"kind": "fax", "direction": "out", "message": "Kept"}, "Select a valid choice. fax is not one of the available choices.", "Kept"),
    ("contact", {"kind": "call", "direction": "out", "outcome": ""}, "Say how the call went.", None),
    ("contact", {"kind": "whatsapp", "direction": "out", "message": " "}, "Say in a few words what was written.", None),
    ("contact", {"kind": "email", "direction": "out", "message": "Kept", "key": "1"}, "This page was incomplete. Look at it again and send it once more.", "Kept"),
    ("note", {"text": " "}, "Write the note first.", None),
    ("note", {"text": "a\0b"}, "There is a character in here that cannot be stored. Please type it again.", None),
    ("note", {"text": "x" * 4001}, "Please keep this to 4000 characters.", "x" * 4001),
    ("follow-up", {"action": "call", "reason": "Kept"}, "Choose a date and a time.", "Kept"),
    ("follow-up", {"action": "call", "at": "soon", "reason": "Kept"}, "Enter a date and a time, such as 2026-12-01 10:00.", "Kept"),
    ("approval", {"approval_type": "discount", "what": ""}, "Say what you ask for.", None),
    ("wait", {"reason": " "}, "Say what you wait for.", None),
    ("wait", {"reason": "x" * 501}, "Please keep this to 500 characters.", "x" * 501),
    ("correct", {"name": "P", "phone": "+919820000001", "reason": "Kept"}, "A name has at least two letters.", "Kept"),
    ("correct", {"name": "Kept", "phone": "12", "reason": "x"}, "No such phone number exists. Check it, with its country code.", "Kept"),
    ("correct", {"name": "Kept", "email": "p@", "reason": "x"}, "Enter a valid email address.", "Kept"),
    ("correct", {"name": "Kept", "reason": "x"}, "An e-mail address or a phone number has to stay.", "Kept"),
    ("correct", {"name": "Kept", "phone": "+919820000001"}, "Say why: the reason is kept with the lead.", "Kept"),
    ("assign", {"owner": "nobody", "reason": "Kept"}, "Select a valid choice. That choice is not one of the available choices.", "Kept"),
    ("assign", {"owner": "sales_user_neha"}, "Say why: the colleague reads it.", None),
    ("clear", {"decision": "perhaps"}, "Select a valid choice. perhaps is not one of the available choices.", None),
]  # fmt: skip


def owned(row: Lead, owner: User) -> None:
    due = timezone.now() + timedelta(hours=1)
    Assignment.objects.create(lead=row, owner=owner, owner_name=owner.name, sla_deadline=due)


def waits(row: Lead) -> None:
    waiting.begin(
        lead_id=row.pk, reason="Measures the room", actor=Actor("user", "sales_user_9"), now=timezone.now()
    )


def at_status(row: Lead, status: str) -> None:
    with acting(Actor("user", "sales_user_9"), "by another"):
        Lead.objects.filter(pk=row.pk).update(status=status)


# A step that somebody else has made impossible meanwhile, and what the page says.
ILLEGAL = [
    ("move", {"to": "contacted"}, lambda row: at_status(row, "converted"), "Only a manager moves a lead back.", "leads.work_lead"),
    ("move", {"to": "lost", "reason": "Kept"}, lambda row: at_status(row, "converted"), "The lead cannot move there from where it stands now.", "leads.work_lead"),
    ("move", {"to": "lost"}, lambda row: None, "Say why: the reason is kept with the lead.", "leads.work_lead"),
    ("follow-up", {"action": "call", "at": "2001-01-01T10:00"}, lambda row: None, "This time has passed. Choose a later one.", "leads.work_lead"),
    ("wait", {"reason": "Kept"}, lambda row: waits(row), "We wait for the customer already.", "leads.work_lead"),
    ("correct", {"name": "Priya Sharma 1", "phone": "+919820000001", "reason": "x"}, lambda row: None, "Nothing is different from what the lead says already.", "leads.work_lead"),
    ("take", {}, lambda row: owned(row, in_role("Sales")), "Neha Patel has taken this lead already.", "leads.work_lead"),
    ("assign", {"owner": "sales_user_neha", "reason": "x"}, lambda row: owned(row, User.objects.get(username="neha")), "This lead is Neha Patel's already.", "leads.assign_lead"),
    ("clear", {"decision": "clear"}, lambda row: None, "This lead is no suspect, or is one no more.", "leads.work_lead"),
]  # fmt: skip
STEPS = ["move", "contact", "note", "follow-up", "approval", "wait", "correct", "take", "assign", "clear"]


def named(facts: dict[str, object]) -> dict[str, object]:
    """Neha's identifier is made by the database."""
    if facts.get("owner") == "sales_user_neha":
        neha = User.objects.filter(username="neha").first() or in_role("Sales")
        return {**facts, "owner": neha.identifier}
    return facts


@pytest.mark.parametrize("name", STEPS)
def test_get_asks_and_changes_nothing(name: str) -> None:
    row, client = lead(), logged_in(alice())
    before = state()
    response = client.get(step(row, name))
    assert (response.status_code, response.templates[0].name) == (200, "admin/leads/lead/step.html")
    assert state() == before


@pytest.mark.parametrize(("name", "facts", "done"), GOOD)
def test_post_acts_and_leads_back_to_the_lead(name: str, facts: dict[str, object], done: str | None) -> None:
    row, client = lead(), logged_in(alice())
    before = state()
    response = client.post(step(row, name), sent(row, **named(facts)))
    assert (response.status_code, response["Location"]) == (302, page(row))
    assert done in (None, *said(response))
    assert state() != before


@pytest.mark.parametrize(("name", "facts", "wrong", "kept"), BAD)
def test_a_bad_post_changes_nothing_says_why_and_keeps_what_was_typed(
    name: str, facts: dict[str, object], wrong: str, kept: str | None
) -> None:
    row, client = lead(), logged_in(alice())
    data = sent(row, **named(facts))
    before = state()
    response = client.post(step(row, name), data)
    assert (response.status_code, problems(response)) == (422, [wrong])
    assert kept is None or kept in response.content.decode()
    assert state() == before


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_lead_that_is_not_there_is_not_found(name: str, method: str) -> None:
    response = getattr(logged_in(alice()), method)(f"{LIST}{uuid4()}/{name}/")
    assert (response.status_code, response.templates[0].name) == (404, "admin/leads/lead/not_here.html")


@pytest.mark.parametrize("name", STEPS)
def test_a_stranger_is_sent_to_the_login(name: str) -> None:
    url = step(lead(), name)
    before = state()
    response = Client().post(url)
    assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={url}")
    assert state() == before


@pytest.mark.parametrize("name", STEPS)
def test_an_account_without_access_is_sent_to_the_login(name: str) -> None:
    url = step(lead(), name)
    response = logged_in(charlie()).post(url)
    assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={url}")


@pytest.mark.parametrize(("name", "facts", "done"), GOOD)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_colleague_who_may_only_look_is_refused(
    method: str, name: str, facts: dict[str, object], done: str | None
) -> None:
    row = lead()
    others = ["leads.assign_lead"] if name != "assign" else ["leads.work_lead"]
    client = logged_in(bob("leads.view_lead", *others))
    data = sent(row, **named(facts))
    before = state()
    assert getattr(client, method)(step(row, name), data).status_code == 403
    assert state() == before


@pytest.mark.parametrize(("name", "facts", "spoil", "why", "permission"), ILLEGAL)
def test_what_cannot_be_done_now_is_refused_with_the_reason(
    name: str, facts: dict[str, object], spoil: object, why: str, permission: str
) -> None:
    row = lead()
    facts = named(facts)
    spoil(row)
    client = logged_in(bob("leads.view_lead", permission))
    before = state()
    response = client.post(step(row, name), sent(row, **facts))
    assert (response.status_code, problems(response)) == (409, [why])
    assert state() == before


def test_what_a_colleague_did_meanwhile_is_shown_and_not_overwritten() -> None:
    row, client = lead(), logged_in(alice())
    data = sent(row, to="nurturing", reason="Kept words")
    at_status(row, "contacted")
    before = state()
    response = client.post(step(row, "move"), data)
    assert (response.status_code, problems(response)) == (
        409,
        ["Somebody changed this lead meanwhile. Look at what is new, then go on."],
    )
    assert [entry.sentence.text for entry in response.context["news"]] == ["Moved from New to Contacted"]
    assert "Kept words" in response.content.decode()
    assert state() == before


def test_who_has_looked_at_the_change_may_go_on() -> None:
    row, client = lead(), logged_in(alice())
    data = sent(row, to="nurturing")
    at_status(row, "contacted")
    form = client.post(step(row, "move"), data).context["form"]
    response = client.post(step(row, "move"), {**data, "was_status": form["was_status"].value()})
    assert said(response)[-1] == "Moved to Nurturing."


@pytest.mark.parametrize(
    ("name", "facts", "kind"),
    [
        ("contact", {"kind": "call", "direction": "out", "outcome": "busy"}, "call"),
        ("note", {"text": "Prefers mornings"}, "note"),
        ("follow-up", {"action": "call", "quick": "tomorrow"}, "follow_up"),
        ("approval", {"approval_type": "other", "what": "A sample"}, "approval"),
    ],
)
def test_a_page_that_is_sent_twice_is_logged_once(name: str, facts: dict[str, object], kind: str) -> None:
    row, client = lead(), logged_in(alice())
    data = sent(row, **facts)
    client.post(step(row, name), data)
    response = client.post(step(row, name), data)
    assert (response.status_code, response["Location"]) == (302, page(row))
    assert said(response)[-1] == "This was logged already, and is there once."
    assert Activity.objects.filter(type=kind).count() == 1


def test_a_page_that_somebody_went_back_to_loses_no_words() -> None:
    row, client = lead(), logged_in(alice())
    data = sent(row, text="First")
    client.post(step(row, "note"), data)
    response = client.post(step(row, "note"), {**data, "text": "Second"})
    assert (response.status_code, problems(response)) == (
        409,
        ["This page was sent before, with other words. Send it once more to log these too."],
    )
    form = response.context["form"]
    client.post(step(row, "note"), {**data, "text": form["text"].value(), "key": form["key"].value()})
    assert sorted(Activity.objects.values_list("message", flat=True)) == ["First", "Second"]


@pytest.mark.parametrize("name", STEPS)
def test_a_colleagues_lead_is_not_found_where_sales_see_their_own(name: str, settings: Settings) -> None:
    settings.SALES_SEE = "own"
    row = lead()
    owned(row, in_role("Sales"))
    client = logged_in(bob("leads.view_lead", "leads.work_lead", "leads.assign_lead"))
    before = state()
    for response in (client.get(step(row, name)), client.post(step(row, name), sent(row, to="contacted"))):
        assert response.status_code == 404
    assert state() == before


@pytest.mark.parametrize("name", STEPS)
def test_a_step_on_a_lead_that_was_erased_meanwhile_says_so_and_leads_to_the_list(name: str) -> None:
    row, client = lead(), logged_in(alice())
    data = sent(row, to="contacted")
    erase_lead(row.pk)
    response = client.post(step(row, name), data)
    assert (response.status_code, response["Location"]) == (302, LIST)
    assert said(response) == ["This lead no longer exists: the customer's data was erased."]


def test_a_lead_that_was_given_away_while_the_page_was_read_is_not_worked(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SALES_SEE = "own"
    row, owner = lead(), in_role("Sales")
    client = logged_in(bob("leads.view_lead", "leads.work_lead"))

    def meanwhile() -> datetime:
        owned(row, owner)
        return timezone.now()

    data = sent(row, text="x")
    monkeypatch.setattr(step_page, "timezone", SimpleNamespace(now=meanwhile))
    assert client.post(step(row, "note"), data).status_code == 404
    assert Activity.objects.count() == 0


def test_a_lead_that_is_erased_in_the_middle_of_a_step_is_said_to_be_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row, client = lead(), logged_in(alice())
    written = notes.write

    def too_late(**facts: object) -> Activity:
        erase_lead(row.pk)
        return written(**facts)

    monkeypatch.setattr(notes, "write", too_late)
    response = client.post(step(row, "note"), sent(row, text="x"))
    assert (response.status_code, response["Location"]) == (302, LIST)
    assert said(response) == ["This lead no longer exists: the customer's data was erased."]


def test_a_contact_may_move_a_new_lead_on() -> None:
    row, client = lead(), logged_in(alice())
    facts = {"kind": "call", "direction": "out", "outcome": "reached", "and_move": "on"}
    response = client.post(step(row, "contact"), sent(row, **facts))
    assert said(response) == ["Logged, and moved to Contacted."]
    assert Lead.objects.get().status == "contacted"


def test_a_contact_moves_no_lead_back_that_a_colleague_moved_further() -> None:
    row, client = lead(), logged_in(alice())
    at_status(row, "qualified")
    facts = {"kind": "call", "direction": "out", "outcome": "reached", "and_move": "on"}
    response = client.post(step(row, "contact"), sent(row, **facts))
    assert said(response) == ["Logged. The lead stays at Qualified."]
    assert Lead.objects.get().status == "qualified"


@pytest.mark.parametrize(
    ("facts", "message", "metadata"),
    [
        (
            {"kind": "call", "direction": "out", "outcome": "no_answer"},
            "Called: no answer",
            {"direction": "out", "outcome": "no_answer"},
        ),
        (
            {"kind": "whatsapp", "direction": "in", "message": "Sends a photo"},
            "Sends a photo",
            {"direction": "in", "automatic": False, "provider": "by hand", "retry_count": 0},
        ),
        (
            {"kind": "email", "direction": "out", "message": "Sent samples"},
            "Sent samples",
            {"direction": "out", "automatic": False, "channel": "by hand", "retry_count": 0},
        ),
    ],
)
def test_a_contact_is_logged_with_its_facts(
    facts: dict[str, object], message: str, metadata: dict[str, object]
) -> None:
    row, person = lead(), alice()
    logged_in(person).post(step(row, "contact"), sent(row, **facts))
    logged = Activity.objects.exclude(type="sla").get()
    assert (logged.type, logged.message, logged.metadata) == (facts["kind"], message, metadata)
    assert (logged.actor_type, logged.actor_id) == ("user", person.identifier)


def test_a_follow_up_is_planned_on_the_colleagues_own_clock() -> None:
    row, person = lead(), alice()
    User.objects.filter(pk=person.pk).update(time_zone="America/New_York")
    data = sent(row, action="call", at="2099-12-01T10:00")
    logged_in(person).post(step(row, "follow-up"), data)
    assert Activity.objects.get().due_at.isoformat() == "2099-12-01T15:00:00+00:00"


def test_a_correction_leaves_alone_what_was_not_touched() -> None:
    row = lead(message="One\nTwo", role="Landlord", company=None, location=" Powai ")
    data = sent(
        row, name="Priya Sharma 1", phone="098200 00001", message="One\r\nTwo", role="Landlord", company="",
        location="Powai", reason="x",
    )  # fmt: skip
    client = logged_in(alice())
    assert problems(client.post(step(row, "correct"), data)) == [
        "Nothing is different from what the lead says already."
    ]


def test_a_correction_is_logged_field_by_field() -> None:
    row, client = lead(), logged_in(alice())
    data = sent(row, name="Priya S", phone="98200 11111", reason="She called")
    client.post(step(row, "correct"), data)
    facts = [logged.metadata for logged in Activity.objects.filter(type="correction").order_by("created_at")]
    assert facts == [
        {"field": "name", "from": "Priya Sharma 1", "to": "Priya S", "reason": "She called"},
        {"field": "phone", "from": "+919820000001", "to": "+919820011111", "reason": "She called"},
    ]


def test_another_lead_of_that_day_keeps_its_e_mail_address() -> None:
    lead(2, email="priya@example.com")
    row, client = lead(1), logged_in(alice())
    data = sent(row, name="Priya Sharma 1", email="Priya@Example.com", reason="x")
    response = client.post(step(row, "correct"), data)
    assert (response.status_code, list(response.context["form"].errors)) == (409, ["email"])


def test_who_takes_a_lead_twice_hears_that_it_is_theirs() -> None:
    row, client = lead(), logged_in(alice())
    client.post(step(row, "take"))
    assert said(client.post(step(row, "take")))[-1] == "This lead is yours already."
    assert Assignment.objects.count() == 1


@pytest.mark.parametrize(("decision", "status", "suspects"), [("clear", "new", 0), ("discard", "lost", 1)])
def test_a_suspect_is_cleared_or_discarded(decision: str, status: str, suspects: int) -> None:
    row, client = lead(suspect="honeypot"), logged_in(alice())
    response = client.post(step(row, "clear"), sent(row, decision=decision))
    assert response.status_code == 302
    assert Lead.objects.get().status == status
    assert Submission.objects.suspect().count() == suspects


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ("/admin/leads/lead/?status=new", "/admin/leads/lead/?status=new"),
        ("https://evil.example/", None),
        ("//evil.example/", None),
        ("/admin/../q/", None),
        ("/q/", None),
    ],
)
def test_a_step_leads_back_to_where_it_was_taken_from_but_never_outside(
    asked: str, place: str | None
) -> None:
    row, client = lead(), logged_in(alice())
    response = client.post(step(row, "note"), sent(row, text="x", next=asked))
    assert response["Location"] == (place or page(row))
