"""One lead with all that its page tells of it from other tables, in one statement."""

from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from activity.chats.window import HEARD
from activity.models import Activity
from activity.outbox.models import StoppedAddress
from assignments.models import Assignment
from leads.models import Lead
from leadsite.accounts.models import User


def found(user: User, key: UUID) -> Any:
    """With its owner and, of the newest assignment: the owner's name then, deadline, outcome."""
    leads = Lead.objects.visible_to(user).with_verdict().with_deadline().select_related("owner")
    known = leads.annotate(**beside())
    return known.defer("search_text").filter(pk=key).first()


@cache
def beside() -> dict[str, Any]:
    """Built once a process, as those in leads/annotations.py."""
    newest = Assignment.objects.current().filter(lead=OuterRef("pk")).order_by("-assigned_at", "-id")
    advice = Activity.objects.filter(lead=OuterRef("pk")).advice()
    reviews = Activity.objects.filter(lead=OuterRef("pk")).of_types(["ai_review"]).newest_first()
    stopped = StoppedAddress.objects.reaching(
        email=OuterRef("email"), phone=OuterRef("phone"), lead=OuterRef(OuterRef("pk"))
    )
    chats = Activity.objects.of_types(["whatsapp"]).filter(lead=OuterRef("pk"), metadata__contains=HEARD)
    return {
        "advice_id": Subquery(advice.values("pk")[:1]),
        "advice": Subquery(advice.values("metadata")[:1]),
        "review": Subquery(reviews.values("metadata")[:1]),
        "review_id": Subquery(reviews.values("pk")[:1]),
        "chatted": Exists(chats),
        "stops": StoppedAddress.told(stopped.order_by("channel", "address")),
        "known_as": Subquery(newest.values("owner_name")[:1]),
        "in_time": Subquery(newest.values("sla_met")[:1]),
    }
