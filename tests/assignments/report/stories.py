"""Waits as they stand in the database, in the shop's hours: Monday to Saturday, 9 to 18."""

from datetime import datetime
from zoneinfo import ZoneInfo

from activity.models import Activity
from assignments.calendars.models import CalendarVersion
from assignments.clocks.models import LeadClock
from leads.models import Lead
from leadsite.accounts.models import User

IST = ZoneInfo("Asia/Kolkata")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=IST)


def waited(
    lead: Lead,
    begin: str,
    *,
    due: str,
    answered: str | None = None,
    by: User | None = None,
    **changed: object,
) -> LeadClock:
    """A first response; `by` is who called the customer. The triggers' own clock makes way for it."""
    LeadClock.objects.filter(lead=lead).delete()
    if answered and by:
        facts = {"direction": "out", "outcome": "reached"}
        Activity.objects.create(
            lead=lead, type="call", message="Called", actor_type="user", actor_id=by.identifier,
            metadata=facts, created_at=at(answered),
        )  # fmt: skip
    return LeadClock.objects.create(
        lead=lead,
        clock="first_response",
        started_at=at(begin),
        deadline=at(due),
        answered_at=at(answered) if answered else None,
        calendar_version=CalendarVersion.objects.earliest("number"),
        **changed,
    )
