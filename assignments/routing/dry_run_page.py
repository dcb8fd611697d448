"""Where would this lead go, and where would the newest ones go by today's rules? Nothing is changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assignments.routing.book import Book
from assignments.routing.choosing import TeamFacts
from assignments.routing.forms import DryRunForm
from assignments.routing.lead_facts import facts_of
from assignments.routing.reasons import passed_over, why
from assignments.routing.rota import Rota
from assignments.routing.rules import LeadFacts
from assignments.tabs import tabs
from assignments.teams.models import RoutingRule
from leads.lead_list.overview import overview
from leads.lead_list.rows import owner
from leads.lead_list.saved_views import Reader
from leads.models import Lead
from leads.quoting.money import plain
from leadsite.accounts.models import User

MAY_SEE = "assignments.view_routingrule"
NEWEST, INVALID = 50, 422


@dataclass(frozen=True)
class Row:
    """A lead, whose it is, and whose it would be."""

    lead: Lead
    owner: str
    rule: str
    team: str
    would_be: str
    differs: bool


@require_safe
@permission_required(MAY_SEE, raise_exception=True)
def dry_run(request: HttpRequest) -> HttpResponse:
    user, now = cast(User, request.user), timezone.now()
    form = DryRunForm(request.GET or None)
    asked = form.is_bound and form.is_valid()
    known = overview(Reader(user, now), counted=())
    for name, values in (("category", known.categories), ("source", known.sources)):
        form.fields[name].widget.suggestions = values
    context = {
        **admin.site.each_context(request),
        "title": _("Where would this lead go?"),
        "here": "dry-run",
        "response_time_tabs": list(tabs(request)),
        "form": form,
        "answer": answer(form.facts(), form.arrival()) if asked else None,
        "rows": list(newest(user, now)),
    }
    status = INVALID if form.is_bound and not asked else 200
    return render(request, "admin/assignments/dry_run.html", context, status=status)


def answer(facts: LeadFacts, at: datetime) -> dict[str, Any]:
    book = Book.load(at)
    place = book.destination(facts)
    tried = []
    for rule in book.rules:
        failing = rule.failing(facts)
        tried.append((rule.name, ", ".join(NAMES[name] for name in failing)))
        if not failing:
            break
    if place is None:
        return {"team": "", "tried": tried}
    choice = Rota([place.team], at).choose(place.team.id)
    return {
        "team": place.team.name,
        "rule": place.rule.name if place.rule else "",
        "choice": choice,
        "why": why(choice),
        "passed_over": passed_over(choice),
        "again": choice.ask_again,
        "tried": tried,
    }


NAMES = {
    "category": "category",
    "location": "place",
    "language": "language",
    "source": "source",
    "value_from": "value from",
    "value_below": "value below",
}


def newest(user: User, now: datetime) -> Iterator[Row]:
    """Each as if it came now, or in the next hours of its team: who would get it by today's rules."""
    leads = Lead.objects.visible_to(user).genuine().select_related("owner").order_by("-created_at", "-id")
    found = list(leads.defer("quote_data", "search_text", "message")[:NEWEST])
    book, facts = Book.load(now), facts_of(found)
    rota = Rota(book.teams.values(), now)
    for lead in found:
        place = book.destination(facts[lead.pk])
        choice = rota.choose(place.team.id, working(place.team, now)) if place else None
        would_be = choice.member.name if choice and choice.member else ""
        is_now = owner(lead)
        rule = place.rule.name if place and place.rule else ""
        yield Row(lead, is_now, rule, place.team.name if place else "", would_be, would_be != is_now)


def working(team: TeamFacts, now: datetime) -> datetime:
    return now if team.hours.is_open(now) else team.hours.next_opening(now) or now


def conditions(rule: RoutingRule) -> str:
    """Flooring · Mumbai, Pune · from 50000; what a rule asks for, in words."""
    told = [rule.category, rule.location, rule.language, rule.source.replace("_", " ")]
    if rule.value_from is not None:
        told.append(_("from %(value)s") % {"value": plain(rule.value_from)})
    if rule.value_below is not None:
        told.append(_("below %(value)s") % {"value": plain(rule.value_below)})
    return " · ".join(filter(None, told)) or _("All leads")
