"""What can be read: leads, their log, what waits, figures. Each begins with what the caller may see."""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.db.models.fields.json import KT
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field

from activity.kinds import KINDS
from activity.models import Activity
from activity.querysets import ActivityQuerySet
from leads.lead_list.saved_views import Reader
from leads.models import Lead
from leads.visibility import sees_every_lead
from leads.whose import EVERYBODYS, MINE, NOBODYS
from leadsite import cursors
from leadsite.accounts.models import User
from leadsite.api import lead_search, problems, shown
from leadsite.api.callers import permitted
from leadsite.api.fields import STORABLE, Filters
from leadsite.api.lead_search import LeadQuery
from leadsite.api.operations import reads
from leadsite.api.problems import Problem
from leadsite.api.scopes import Scope
from leadsite.cursors import Cursor
from leadsite.dashboard.seven import seven
from leadsite.telemetry.models import AnalyticsEvent

SEES_LEADS, SEES_LOG, DECIDES = "leads.view_lead", "activity.view_activity", "activity.decide_approval"
SEES_ABANDONED = "telemetry.view_abandonedquote"
ROWS = 50
After = Annotated[str | None, Field(max_length=255, pattern=STORABLE)]
Kind = StrEnum("Kind", {name.upper(): name for name in KINDS})  # type: ignore[misc]  # the types are a table
router = Router(tags=["Leads"])
figures = Router(tags=["Figures"])


class Whose(StrEnum):
    MINE = MINE
    NOBODYS = NOBODYS
    EVERYBODYS = EVERYBODYS


class Due(StrEnum):
    NOW = "now"
    EVER = "ever"


class LogQuery(Filters):
    type: Kind | None = None
    after: After = Field(None, description="`next` of the page before")


class FollowUpQuery(Filters):
    whose: Whose = Field(Whose.EVERYBODYS, description="Of all that the caller may see")
    due: Due = Field(Due.NOW, description="now: due by now; ever: all that are pending")
    after: After = Field(None, description="`next` of the page before")


class PageQuery(Filters):
    after: After = Field(None, description="`next` of the page before")


@router.get("/leads", summary="List and search leads", **reads(shown.LeadPage, Scope.READ))
def list_leads(request: HttpRequest, asked: Query[LeadQuery]) -> Any:
    """Fifty at a time, newest first."""
    caller = permitted(request, SEES_LEADS, Scope.READ)
    page = lead_search.found(asked, Reader(caller.user, timezone.now()))
    leads = [shown.lead(row) for row in page.leads]
    return shown.LeadPage(leads=leads, next=str(page.older) if page.older else None)


@router.get("/leads/{uuid:lead_id}", summary="Read a lead", **reads(shown.LeadShown, Scope.READ, of_one=True))
def read_lead(request: HttpRequest, lead_id: UUID) -> Any:
    caller = permitted(request, SEES_LEADS, Scope.READ)
    row = Lead.objects.visible_to(caller.user).defer("search_text", "quote_data").filter(pk=lead_id).first()
    if row is None:
        raise problems.not_found()
    return shown.lead(row)


@router.get(
    "/leads/{uuid:lead_id}/full",
    summary="Read a lead with everything about it",
    **reads(shown.LeadFull, Scope.READ, of_one=True),
)
def read_lead_full(request: HttpRequest, lead_id: UUID) -> Any:
    """One statement: what the database's own function tells goes out as it is."""
    caller = permitted(request, SEES_LEADS, Scope.READ)
    told = everything(lead_id) if sees(caller.user, lead_id) else None
    if told is None:
        raise problems.not_found()
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(told, content_type="application/json; charset=utf-8", headers=headers)


@router.get(
    "/leads/{uuid:lead_id}/activities",
    summary="Read a lead's log",
    **reads(shown.ActivityPage, Scope.READ, of_one=True),
)
def read_log(request: HttpRequest, lead_id: UUID, asked: Query[LogQuery]) -> Any:
    """Fifty rows at a time, newest first."""
    caller = permitted(request, SEES_LOG, Scope.READ)
    if not Lead.objects.visible_to(caller.user).filter(pk=lead_id).exists():
        raise problems.not_found()
    rows = Activity.objects.visible_to(caller.user).filter(lead=lead_id)
    rows = rows.of_types([asked.type.value]) if asked.type else rows
    place = after(asked.after, timed=True)
    rows = rows.older_than(place.at, place.id) if place and place.at else rows
    page = cursors.page(rows.newest_first(), ROWS, by="created_at")
    return shown.ActivityPage(activities=[shown.activity(row) for row in page], next=page.following or None)


@router.get("/follow-ups/pending", summary="Read pending follow-ups", **reads(shown.FollowUpPage, Scope.READ))
def pending_follow_ups(request: HttpRequest, asked: Query[FollowUpQuery]) -> Any:
    """Fifty at a time, the most urgent first."""
    caller = permitted(request, SEES_LOG, Scope.READ)
    rows = Activity.objects.visible_to(caller.user).of_genuine().pending_follow_ups()
    rows = of(asked.whose, rows, caller.user)
    rows = rows.due_by(timezone.now()) if asked.due is Due.NOW else rows
    named = rows.annotate(lead_name=F("lead__name"), action=KT("metadata__action"))
    page = cursors.page(named.by_due(after=after(asked.after)), ROWS, by="due_at")
    return shown.FollowUpPage(follow_ups=[shown.follow_up(row) for row in page], next=page.following or None)


@router.get("/approvals/pending", summary="Read pending approvals", **reads(shown.ApprovalPage, Scope.DECIDE))
def pending_approvals(request: HttpRequest, asked: Query[PageQuery]) -> Any:
    """Fifty at a time, those that wait longest first."""
    caller = permitted(request, DECIDES, Scope.DECIDE)
    rows = Activity.objects.visible_to(caller.user).of_genuine().pending_approvals()
    named = rows.annotate(lead_name=F("lead__name"), approval_type=KT("metadata__approval_type"))
    place = after(asked.after, timed=True)
    page = cursors.page(named.longest_waiting(after=place), ROWS, by="created_at")
    return shown.ApprovalPage(approvals=[shown.approval(row) for row in page], next=page.following or None)


@figures.get("/stats", summary="Read the seven figures", **reads(shown.StatsShown, Scope.STATS))
def read_stats(request: HttpRequest) -> Any:
    """Of all that the caller may see."""
    caller = permitted(request, SEES_LEADS, Scope.STATS)
    return shown.stats(seven(caller.user, timezone.now()))


@figures.get(
    "/telemetry/abandoned",
    summary="Read quotes that were never sent",
    **reads(shown.AbandonedPage, Scope.STATS),
)
def read_abandoned(request: HttpRequest, asked: Query[PageQuery]) -> Any:
    """Baskets priced and given up, as customers' pages tell them. Fifty at a time, newest first."""
    permitted(request, SEES_ABANDONED, Scope.STATS)
    rows = AnalyticsEvent.objects.abandoned(timezone.now())
    page = cursors.page(rows.newest_first(after=after(asked.after, timed=True)), ROWS, by="created_at")
    return shown.AbandonedPage(abandoned=[shown.abandoned(row) for row in page], next=page.following or None)


def sees(user: User, lead_id: UUID) -> bool:
    """Who sees every lead is not asked about this one."""
    return sees_every_lead(user) or Lead.objects.visible_to(user).filter(pk=lead_id).exists()


def everything(lead_id: UUID) -> str | None:
    """The function's own text: reading it only to write it again would cost more than making it."""
    with connection.cursor() as cursor:
        cursor.execute("select get_lead_full(%s)::text", [lead_id])
        found: str | None = cursor.fetchone()[0]
    return found


def of(whose: Whose, rows: ActivityQuerySet, user: User) -> ActivityQuerySet:
    if whose is Whose.EVERYBODYS:
        return rows
    return rows.of_nobodys_leads() if whose is Whose.NOBODYS else rows.for_colleague(user)


def after(text: str | None, *, timed: bool = False) -> Cursor | None:
    """The place that a page begins after. Raises Problem 422 for what is none; `timed`: it has a time."""
    if not text:
        return None
    place = cursors.read(text)
    if place is None or (timed and place.at is None):
        detail = _("This is not the `next` of a page.")
        raise Problem(422, "invalid", detail, fields={"query.after": detail})
    return place
