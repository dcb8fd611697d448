"""What waits for somebody: customers to answer, follow-ups, approvals. One statement each."""

from typing import Any

from django.db.models import BooleanField, Value
from django.db.models.fields.json import KeyTextTransform

from activity.models import Activity
from leads.models import Lead
from leads.shop_days import begin_of
from leads.visibility import sees_every_lead
from leadsite.accounts.models import User
from leadsite.dashboard.periods import Period

SHOWN = 5
MAY_DECIDE = "activity.decide_approval"
CUSTOMER = ("lead_id", "lead__name", "lead__location")

Row = dict[str, Any]


def next_to_answer(user: User) -> list[Row]:
    """Customers who wait for an answer, first or next, the most urgent first, owner or not."""
    leads: Any = Lead.objects.visible_to(user).genuine().open()  # the plugin loses its annotations
    customer = ("id", "name", "location", "phone", "created_at", "owner_id", "owner__name")
    facts = (*customer, "deadline", "hours", "warn_at")
    first = ("deadline", "created_at")
    rows = [
        found.order_by(*first)[:SHOWN].values(*facts)
        # Of the last nobody has worked out yet by when: they came this second, or the worker rests.
        for found in (
            leads.awaited().filter(deadline__isnull=False),
            leads.owed_alone(),
            leads.awaited().filter(deadline__isnull=True, owner__isnull=True),
        )
    ]
    return list(rows[0].union(*rows[1:], all=True).order_by(*first)[:SHOWN])


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


def visits_today(user: User, period: Period) -> list[Row]:
    """The visits that this colleague makes today, the next first."""
    visits = Activity.objects.visible_to(user).visits(begin_of(period.today)).due_before(period.ends)
    mine = visits.of_whoever_goes(user).annotate(place=KeyTextTransform("place", "metadata"))
    return list(mine.order_by("due_at", "id")[:SHOWN].values(*CUSTOMER, "due_at", "status", "place"))


def approvals_waiting(user: User) -> list[Row]:
    """Those to decide, longest waiting first; who decides none sees what they asked for themselves."""
    asked = Activity.objects.visible_to(user).of_genuine().pending_approvals()
    if not user.has_perm(MAY_DECIDE):
        asked = asked.by_colleague(user)
    rows = asked.order_by("created_at")[:SHOWN].values(*CUSTOMER, "created_at", "message", "actor_id")
    return [{**row, "own": row["actor_id"] == user.identifier} for row in rows]
