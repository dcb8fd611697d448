"""The board: the leads by where they stand, the newest of each, to be moved on at a press."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from leads.lead_list.overview import Count, overview
from leads.lead_list.page import MAY_VIEW, MAY_WORK
from leads.lead_list.rows import Row, listed, rows
from leads.lead_list.saved_views import ALL, Reader, SavedView, named
from leads.models import Lead
from leads.querysets import LeadQuerySet
from leads.statuses import LeadStatus, Move, moves_for
from leads.visibility import sees_every_lead
from leadsite.accounts.models import User

CARDS = 12  # of a status


@dataclass(frozen=True)
class Card:
    """A lead, and the moves that ask for nothing more."""

    row: Row
    moves: Sequence[Move]


@dataclass(frozen=True)
class Column:
    status: LeadStatus
    count: Count
    cards: Sequence[Card]


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """`view` is mine, unassigned or all, as in the list."""
    if not request.user.has_perm(MAY_VIEW):
        raise PermissionDenied
    reader = Reader(cast(User, request.user), timezone.now())
    views = views_of(reader)
    view = next((one for one in views if one.name == request.GET.get("view")), views[0])
    context = {
        **admin.site.each_context(request),
        "title": _("Board"),
        "views": views,
        "view": view,
        "columns": columns(view, reader, may_work=request.user.has_perm(MAY_WORK)),
        "most": CARDS,
        "seen": reader.now.isoformat(),
    }
    return render(request, "admin/leads/lead/board.html", context)


def views_of(reader: Reader) -> list[SavedView]:
    """Whose leads may stand on it: everybody's come first for those who see every lead."""
    own = [found for name in ("mine", "unassigned") if (found := named(name))]
    return [ALL, *own] if sees_every_lead(reader.user) else [*own, ALL]


def columns(view: SavedView, reader: Reader, *, may_work: bool) -> list[Column]:
    """Two statements: the counts, and the cards of all columns."""
    parts = {status: part(view, status) for status in LeadStatus}
    counts = overview(reader, counted=list(parts.values())).counts
    found = rows(cards(parts, reader), reader.now)
    return [
        Column(
            status,
            counts[of_status.name],
            [
                Card(row, plain_moves(status) if may_work else ())
                for row in found
                if row.lead.status == status
            ],
        )
        for status, of_status in parts.items()
    ]


def part(view: SavedView, status: LeadStatus) -> SavedView:
    def word(leads: LeadQuerySet, reader: Reader) -> LeadQuerySet:
        return view.word(leads, reader).filter(status=status)

    return SavedView(f"{view.name} {status}", status.label, word)


def cards(parts: Mapping[LeadStatus, SavedView], reader: Reader) -> LeadQuerySet:
    """The newest of each status, looked up by its index and taken together."""
    every = Lead.objects.all()
    newest: list[Any] = [
        view.leads(every, reader).newest_first().values("pk")[:CARDS] for view in parts.values()
    ]
    keys = newest[0].union(*newest[1:], all=True)
    return listed(Lead.objects.filter(pk__in=keys)).newest_first()


def plain_moves(status: str) -> list[Move]:
    return [move for move in moves_for(status, manager=False) if not move.needs_reason]
