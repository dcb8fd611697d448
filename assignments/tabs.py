"""The tabs of the place "Response times": each colleague sees those that they may open."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Tab:
    name: str
    title: Any
    url_name: str
    permission: str


TABS = (
    Tab("calendars", _("Calendars"), "admin:assignments_calendar_changelist", "assignments.view_calendar"),
    Tab("policies", _("Policies"), "admin:assignments_policy_changelist", "assignments.view_policy"),
    Tab("which", _("Which policy?"), "admin:assignments_policy_which", "assignments.view_policy"),
    Tab("teams", _("Teams"), "admin:assignments_team_changelist", "assignments.view_team"),
    Tab("rules", _("Routing"), "admin:assignments_routingrule_changelist", "assignments.view_routingrule"),
    Tab("dry-run", _("Where to?"), "admin:assignments_routing_dry_run", "assignments.view_routingrule"),
    Tab("absences", _("Absences"), "admin:assignments_absence_changelist", "assignments.view_absence"),
)


def tabs(request: HttpRequest) -> Iterator[dict[str, Any]]:
    for tab in TABS:
        if request.user.has_perm(tab.permission):
            yield {"name": tab.name, "title": tab.title, "url": reverse(tab.url_name)}
