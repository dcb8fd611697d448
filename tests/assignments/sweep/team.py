"""A team by the shop's hours, and leads that wait for its people's answers, as the sweep finds them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from activity.kinds import Actor
from activity.models import Activity
from assignments import workflow
from assignments.calendars.models import Calendar
from assignments.clocks.settling import settle
from assignments.notices.models import Notice
from assignments.routing.router import ROUTING
from assignments.teams.models import Team, TeamMember
from leads.models import Lead
from leadsite.accounts.models import User
from tests import people
from tests.leads import facts

IST = ZoneInfo("Asia/Kolkata")
MONDAY = datetime(2027, 3, 1, tzinfo=IST)  # no holiday near it
ASKED = MONDAY.replace(hour=10)  # a first answer is due at 11, the warning at 10:45


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return MONDAY.replace(hour=hour, minute=minute, second=second)


def of(meera: User) -> Team:
    """The default team, which she manages."""
    Team.objects.filter(is_default=True).update(is_default=False)
    return Team.objects.create(
        name="Floors", calendar=Calendar.objects.get(name="Shop hours"), is_default=True, manager=meera
    )


def joined(team: Team, username: str, name: str) -> User:
    user = people.in_role("Sales", username, name)
    TeamMember.objects.filter(user=user).delete()
    TeamMember.objects.create(team=team, user=user)
    return user


def asked(owner: User | None, number: int = 1, *, when: datetime = ASKED) -> Lead:
    lead = facts.lead(number, asked=when)
    if owner:
        workflow.hand(lead=lead, owner=owner, actor=ROUTING, reason="x", now=when)
    settle([lead.pk], now=when)
    lead.refresh_from_db()
    return lead


def answer(lead: Lead, who: User, when: datetime) -> None:
    workflow.record_contact(
        lead_id=lead.pk, kind="call", message="Called", facts={"direction": "out", "outcome": "reached"},
        actor=Actor("user", who.identifier), now=when,
    )  # fmt: skip


def events(lead: Lead) -> list[tuple[str, str]]:
    rows = Activity.objects.filter(lead=lead, type="sla").order_by("created_at", "id")
    return [(row.metadata["event"], row.metadata["clock"]) for row in rows if row.metadata]


def escalations(lead: Lead) -> list[str]:
    log = Activity.objects.filter(lead=lead, type="sla", metadata__event="escalated")
    return [str(text) for text in log.order_by("created_at", "id").values_list("message", flat=True)]


def told() -> list[tuple[str, str]]:
    """But for what owners hear when they get a lead."""
    notices = Notice.objects.exclude(event="assigned")
    return sorted(notices.values_list("recipient__username", "event"))
