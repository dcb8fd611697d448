"""What waits for somebody: customers to answer, follow-ups, approvals. One statement each."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, DateTimeField, ExpressionWrapper, F, Value
from django.db.models.fields.json import KeyTextTransform

from activity.models import Activity
from leads.models import Lead
from leads.visibility import sees_every_lead
from leadsite.accounts.models import User
from leadsite.dashboard.periods import Period

SHOWN = 5
MAY_DECIDE = "activity.decide_approval"
CUSTOMER = ("lead_id", "lead__name", "lead__location")

Row = dict[str, Any]


def next_to_answer(user: User) -> list[Row]:
    """Customers who have heard from nobody, the most urgent first.

    Where nobody has the lead, its deadline is what an owner's would be, counted from the enquiry.
    """
    waiting: Any = Lead.objects.visible_to(user).genuine().unanswered()  # the plugin loses its annotations
    promised = timedelta(minutes=settings.ANSWER_WITHIN_MINUTES)
    would_be = ExpressionWrapper(F("created_at") + Value(promised), output_field=DateTimeField())
    facts = ("id", "name", "location", "phone", "created_at", "owner_id", "owner__name", "deadline")
    owed = waiting.owed().order_by("deadline", "created_at")[:SHOWN]
    nobodys = waiting.unassigned().annotate(deadline=would_be).order_by("created_at")[:SHOWN]
    rows = owed.values(*facts).union(nobodys.values(*facts), all=True)
    return list(rows.order_by("deadline", "created_at")[:SHOWN])


def follow_ups_due(user: User, period: Period) -> list[Row]:
    """Of today and overdue, oldest first; one's own come before all others."""
    due = Activity.objects.visible_to(user).of_genuine().pending_follow_ups().due_before(period.ends)
    action = KeyTextTransform("action", "metadata")
    facts = ("id", *CUSTOMER, "created_at", "due_at", "message", "action", "mine")

    def rows(whose: Any, *, mine: bool) -> Any:
        told = whose.annotate(action=action, mine=Value(mine, output_field=BooleanField()))
        return told.order_by("due_at", "id")[:SHOWN].values(*facts)

    # Two of mine where one with an `or` would read everybody's; a follow-up that is in both is there once.
    mine = (rows(due.of_owner(user), mine=True), rows(due.by_colleague(user), mine=True))
    others = due.for_others(user)
    others = others if sees_every_lead(user) else others.of_nobodys_leads()  # says the same, by an index
    found = rows(others, mine=False).union(*mine)
    return list(found.order_by("-mine", "due_at", "id")[:SHOWN])


def approvals_waiting(user: User) -> list[Row]:
    """Those to decide, longest waiting first; who decides none sees what they asked for themselves."""
    asked = Activity.objects.visible_to(user).of_genuine().pending_approvals()
    if not user.has_perm(MAY_DECIDE):
        asked = asked.by_colleague(user)
    rows = asked.order_by("created_at")[:SHOWN].values(*CUSTOMER, "created_at", "message", "actor_id")
    return [{**row, "own": row["actor_id"] == user.identifier} for row in rows]
