"""For each step that somebody else can meet: what a colleague sends, and what Rajesh has done meanwhile."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from activity import admin_views, approvals, follow_ups, notes, waiting
from activity.bookings import workflow as visits
from activity.kinds import Actor
from activity.models import Activity
from activity.triage import arrivals, reviewing
from assignments import workflow as assigning
from assignments.models import LeadClock
from leads import clearing, corrections, lead_steps, workflow
from leads.models import Lead
from leads.step_page import Step
from leadsite.accounts.models import User
from tests.activity.bookings.visits import HOUR, TEN, proposed
from tests.leads.facts import lead
from tests.leads.steps import step as on_lead
from tests.people import in_role

NEHA = Actor("user", "sales_user_5")
REASON = "Kept words"
OVERRULED = {"intent": "buy", "lead_type": "project", "priority": "high"}


def rajesh() -> User:
    return User.objects.filter(username="rajesh").first() or in_role("Sales", "rajesh", "Rajesh Kumar")


def actor() -> Actor:
    return Actor("user", rajesh().identifier)


@dataclass(frozen=True)
class Meeting:
    """`sides` is the fact in words: as the colleague saw it, wants it and finds it."""

    facts: Mapping[str, object]
    rival: Callable[[Lead, Activity | None], object]
    sides: tuple[str, str, str]
    row: Callable[[Lead], Activity] | None = None
    suspect: str | None = None
    facts_of: Callable[[], Mapping[str, object]] = field(default=dict)


def to_lost(row: Lead, _: Activity | None = None) -> None:
    this = Lead.objects.filter(pk=row.pk)
    workflow.change_status(leads=this, to="lost", actor=actor(), manager=False, reason="No budget")


def taken(row: Lead, _: Activity | None = None) -> None:
    assigning.take(lead_id=row.pk, owner=rajesh(), actor=actor(), now=timezone.now())


def renamed(row: Lead, _: Activity | None = None) -> None:
    corrections.correct(lead_id=row.pk, changes={"name": "Priya Iyer"}, reason="Married", actor=actor())


def waits(row: Lead, _: Activity | None = None) -> None:
    waiting.begin(lead_id=row.pk, reason="Measures the room", actor=actor(), now=timezone.now())


def discarded(row: Lead, _: Activity | None = None) -> None:
    clearing.discard(leads=Lead.objects.filter(pk=row.pk), actor=actor())


def completed(_: Lead, task: Activity | None) -> None:
    assert task is not None
    follow_ups.complete(activity_id=task.pk, outcome="Talked", actor=actor(), now=timezone.now())


def overruled(_: Lead, task: Activity | None) -> None:
    assert task is not None
    reviewing.review(result_id=task.pk, fields={"priority": "low"}, actor=actor(), now=timezone.now())


def approved(_: Lead, task: Activity | None) -> None:
    assert task is not None
    approvals.decide(activity_id=task.pk, verdict="approved", reason="Fair", actor=actor())


def confirmed(_: Lead, task: Activity | None) -> None:
    assert task is not None
    visits.confirm(activity_id=task.pk, actor=actor(), now=timezone.now())


def called_off(_: Lead, task: Activity | None) -> None:
    assert task is not None
    visits.call_off(activity_id=task.pk, reason="Van broke down", actor=actor())


def planned(row: Lead) -> Activity:
    now = timezone.now()
    return follow_ups.plan(
        lead_id=row.pk, action="call", at=now + HOUR, reason="Samples?", actor=NEHA, now=now
    )


def asked(row: Lead) -> Activity:
    return approvals.ask(lead_id=row.pk, what="5 % off", approval_type="discount", actor=NEHA)


def visit(row: Lead) -> Activity:
    return proposed(row, rajesh(), TEN)


def advice(row: Lead) -> Activity:
    LeadClock.objects.filter(lead=row).update(route_at=timezone.now())
    arrivals.greet([row.pk])
    return Activity.objects.filter(lead=row).advice()[0]


def neha_gets_it() -> Mapping[str, object]:
    return {"owner": (User.objects.filter(username="neha").first() or in_role("Sales")).identifier}


def rajesh_goes() -> Mapping[str, object]:
    return {"staff": rajesh().identifier}


MOVED = {"at": "2098-12-03T10:00", "lasts": "60", "timezone": "Asia/Kolkata", "reason": REASON}
MEETINGS: Mapping[str, Meeting] = {
    "move": Meeting({"to": "qualified", "reason": REASON}, to_lost, sides=("New", "Qualified", "Lost")),
    "correct": Meeting(
        {"name": "Kept words", "reason": REASON}, renamed, sides=("Priya Sharma 1", REASON, "Priya Iyer")
    ),
    "take": Meeting({}, taken, sides=("nobody", "Alice Menon", "Rajesh Kumar")),
    "assign": Meeting(
        {"reason": REASON}, taken, facts_of=neha_gets_it, sides=("nobody", "Neha Patel", "Rajesh Kumar")
    ),
    "wait": Meeting(
        {"reason": REASON},
        waits,
        sides=("not waiting", "waiting for the customer", "waiting for the customer"),
    ),
    "clear": Meeting(
        {"decision": "clear"}, discarded, suspect="honeypot", sides=("a suspect", "genuine", "discarded")
    ),
    "snooze": Meeting({"at": "2099-12-01T10:00"}, completed, row=planned, sides=("to do", "put off", "done")),
    "complete": Meeting({"outcome": REASON}, completed, row=planned, sides=("to do", "done", "done")),
    "cancel": Meeting({"reason": REASON}, completed, row=planned, sides=("to do", "cancelled", "done")),
    "accept": Meeting({}, overruled, row=advice, sides=("–", "medium", "low")),
    "override": Meeting(OVERRULED, overruled, row=advice, sides=("–", "project", "home")),
    "decide": Meeting(
        {"verdict": "rejected", "reason": REASON},
        approved,
        row=asked,
        sides=("asked for", "rejected", "approved"),
    ),
    "confirm_visit": Meeting(
        {}, called_off, row=visit, sides=("not answered yet", "confirmed", "called off")
    ),
    "decline_visit": Meeting(
        {"words": REASON}, confirmed, row=visit, sides=("not answered yet", "declined", "confirmed")
    ),
    "move_visit": Meeting(
        MOVED, confirmed, row=visit, sides=("not answered yet", "moved", "confirmed"), facts_of=rajesh_goes
    ),
    "call_off_visit": Meeting(
        {"reason": REASON}, confirmed, row=visit, sides=("not answered yet", "called off", "confirmed")
    ),
}
# Who meets here wants the same, or the provider is the other: tests of their own say what comes of it.
AGREED = {
    "go_on": "tests/activity/test_admin_views.py",
    "again": "tests/activity/outbox/test_again.py",
    "allow": "tests/activity/outbox/test_allowing.py",
}
STEPS: Mapping[str, Step] = {
    **lead_steps.STEPS,
    **{name: step for name, (_kind, step) in admin_views.STEPS.items()},
}


def address(name: str, row: Lead, task: Activity | None) -> str:
    path = name.replace("_", "-")
    return f"/admin/activity/activity/{task.pk}/{path}/" if task else on_lead(row, path)


def begun(name: str) -> tuple[Lead, Activity | None, str]:
    """A lead, its row where the step is about one, and the address of the step."""
    meeting = MEETINGS[name]
    row = lead(suspect=meeting.suspect)
    task = meeting.row(row) if meeting.row else None
    return row, task, address(name, row, task)


def opened(client: Client, url: str) -> dict[str, Any]:
    """What the form of this page sends as it stands."""
    return sendable(client.get(url).context["form"])


def sendable(form: Any) -> dict[str, Any]:
    return {one.html_name: one.value() for one in form if one.value() not in (None, False)}


def typed(name: str) -> dict[str, object]:
    meeting = MEETINGS[name]
    return {**meeting.facts, **meeting.facts_of()}


def beside(row: Lead, fact: str | None) -> None:
    """What Rajesh does to a lead that touches anything but this fact."""
    now = timezone.now()
    notes.write(lead_id=row.pk, text="Prefers mornings", actor=actor())
    facts = {"direction": "out", "outcome": "no_answer"}
    assigning.record_contact(
        lead_id=row.pk, kind="call", message="Called", facts=facts, actor=actor(), now=now
    )
    follow_ups.plan(
        lead_id=row.pk, action="email", at=now + timedelta(days=2), reason="", actor=actor(), now=now
    )
    approvals.ask(lead_id=row.pk, what="Free delivery", approval_type="delivery", actor=actor())
    company = {"company": "Iyer & Co."}
    corrections.correct(lead_id=row.pk, changes=company, reason="Heard", actor=actor())
    if fact != "status":
        this = Lead.objects.filter(pk=row.pk)
        workflow.change_status(leads=this, to="contacted", actor=actor(), manager=False)
    if fact != "owner":
        taken(row)
