"""What is asked of a lead in other tables.

Each is built once a process: it knows neither a row nor a reader, and for Django to build one costs more than
to ask the database for what it says.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Case, Exists, OuterRef, QuerySet, Subquery, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Least
from django.db.models.lookups import LessThanOrEqual


@cache
def is_suspect() -> Exists:
    """As one condition inside another: the planner joins by it, and walks the few suspects there are."""
    submissions = apps.get_model("leads", "Submission")._default_manager
    genuine = submissions.filter(lead=OuterRef("lead"), suspect__isnull=True)
    return Exists(submissions.filter(~Exists(genuine), lead=OuterRef("pk"), suspect__isnull=False))


@cache
def newer_quote() -> Subquery:
    """What the customer who asked again wants now."""
    submissions: Any = apps.get_model("leads", "Submission")._default_manager
    quote: Subquery = submissions.asked_again("pk")
    return quote


@cache
def deadline() -> Mapping[str, Combinable]:
    """`deadline`, `hours`, `on_hold` and `warn_at`: leads.querysets says what they are."""
    clock, assignment = (apps.get_model("assignments", name) for name in ("LeadClock", "Assignment"))
    clocks = clock._default_manager.running().annotate(warn=clock.warned_from())
    owed = assignment._default_manager.active().unpaused().annotate(warn=assignment.warned_from())
    customers, on_hold, their_hours, warn = _of_lead(clocks, "deadline", "paused", "calendar_version", "warn")
    owners, owners_hours, owners_warn = _of_lead(owed, "sla_deadline", "calendar_version", "warn")
    by_owner = LessThanOrEqual(owners, Coalesce(customers, owners))
    return {
        "deadline": Least(customers, owners),
        "hours": Case(When(by_owner, then=owners_hours), default=their_hours),
        "on_hold": on_hold,
        # No choice by the sooner deadline: it would look all of them up again in every row.
        "warn_at": Least(warn, owners_warn),
    }


def _of_lead(rows: QuerySet[Any], *columns: str) -> list[Subquery]:
    """Of the one row of the lead at hand."""
    return [Subquery(rows.filter(lead=OuterRef("pk")).values(column)[:1]) for column in columns]
