"""Teams, and leads that wait for an owner, as the router finds them."""

from datetime import UTC, datetime, timedelta

from assignments.calendars.drafts import Hours
from assignments.models import LeadClock
from assignments.teams.models import Team, TeamMember
from leads.models import Lead
from leadsite.accounts.models import User
from tests.assignments import promises
from tests.leads import facts
from tests.people import in_role

NOON = datetime(2026, 11, 27, 6, 30, tzinfo=UTC)  # a Friday in India
EVENING = datetime(2026, 11, 27, 14, 30, tzinfo=UTC)  # two hours after the shop has closed
MORNING = datetime(2026, 11, 28, 3, 30, tzinfo=UTC)  # nine o'clock on Saturday


def neha() -> User:
    return in_role("Sales")


def rajesh() -> User:
    return in_role("Sales", "rajesh", "Rajesh Kumar")


def meera() -> User:
    return in_role("Manager", "meera", "Meera Iyer")


def team(*members: User, name: str = "Sales", hours: Hours = promises.SHOP, **columns: object) -> Team:
    """A team with these members; the default one unless another name is given."""
    calendar = promises.calendar(f"{name} hours", hours, now=NOON - timedelta(days=30)).calendar
    values = {"calendar": calendar, "is_default": name == "Sales", **columns}
    made, _ = Team.objects.update_or_create(name=name, defaults=values)
    for user in members:
        TeamMember.objects.create(team=made, user=user)
    return made


def waiting(number: int = 1, *, asked: datetime = NOON, **columns: object) -> Lead:
    """A lead that is to be given an owner since it came."""
    lead = facts.lead(number, asked=asked, **columns)
    LeadClock.objects.filter(lead=lead).update(route_at=asked)
    return lead


def clock(lead: Lead) -> LeadClock:
    return LeadClock.objects.get(lead=lead)


def owner(lead: Lead) -> str | None:
    return Lead.objects.values_list("owner__username", flat=True).get(pk=lead.pk)
