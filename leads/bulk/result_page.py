"""What became of each lead of a bulk move, as long as the leads are there."""

from typing import Any, cast
from uuid import UUID

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activity.kinds import Actor
from leads.bulk import moves
from leads.bulk.models import BulkMove, BulkMoveRow, BulkMoveRowQuerySet, Result
from leads.bulk.selection import as_id
from leads.lead_list.page import MAY_VIEW, MAY_WORK
from leadsite.accounts.models import User

ROWS = 50


@require_safe
@permission_required(MAY_VIEW, raise_exception=True)
def result(request: HttpRequest, move: UUID) -> HttpResponse:
    made = get_object_or_404(BulkMove.objects.select_related("made_by", "undone_by"), pk=move)
    user = cast(User, request.user)
    rows = BulkMoveRow.objects.visible_to(user).filter(move=made)
    shown = request.GET.get("result", "")
    wanted = rows.filter(result=shown) if shown in Result.values else rows
    page, following = after(wanted, as_id(request.GET.get("after", "")))
    context = {
        **admin.site.each_context(request),
        "title": _("Results"),
        "move": made,
        "tabs": tabs(rows, shown),
        "rows": page,
        "following": f"?result={shown}&after={following}" if following else "",
        "undone_by": getattr(made, "undone_by", None),
        "may_undo": may_undo(made, user),
    }
    return TemplateResponse(request, "admin/leads/lead/bulk_result.html", context)


def may_undo(made: BulkMove, user: User) -> bool:
    refused = moves.refusal(made, Actor("user", user.identifier), timezone.now())
    return user.has_perm(MAY_WORK) and not refused


def tabs(rows: BulkMoveRowQuerySet, shown: str) -> list[dict[str, Any]]:
    counts = dict(rows.order_by().values_list("result").annotate(Count("lead")))
    every = {"name": "", "label": _("All"), "count": sum(counts.values()), "here": shown not in counts}
    return [
        every,
        *(
            {"name": result.value, "label": result.label, "count": counts[result], "here": shown == result}
            for result in Result
            if result in counts
        ),
    ]


def after(rows: BulkMoveRowQuerySet, place: UUID | None) -> tuple[list[BulkMoveRow], UUID | None]:
    """A page of them in the order of the leads' keys, and the key that the next page begins after."""
    if place:
        rows = rows.filter(lead__gt=place)
    named = rows.select_related("lead").order_by("lead_id")
    found = list(named.only("result", "was", "became", "lead__name")[: ROWS + 1])
    shown = found[:ROWS]
    return shown, shown[-1].lead_id if len(found) > ROWS else None
