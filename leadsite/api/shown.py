"""What the API answers with: leads, rows of their log, figures; times in UTC, ids as they are."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from activity.models import Activity
from leads.models import Lead
from leadsite.dashboard.seven import Seven
from leadsite.telemetry.models import AnalyticsEvent


class LeadShown(Schema):
    """A lead: what the customer told us, where it stands and whose it is."""

    id: UUID
    folio: str | None
    name: str
    email: str | None
    phone: str | None = Field(description="E.164")
    company: str | None
    location: str | None
    role: str | None
    message: str | None
    source: str
    status: str
    owner_id: str | None = Field(description="The colleague's identifier; null: nobody's")
    created_at: datetime = Field(description="When the customer asked")
    updated_at: datetime = Field(description="The lead's version")
    first_response_at: datetime | None
    last_contact_at: datetime | None
    conversion_date: datetime | None


class LeadPage(Schema):
    """Leads, newest first."""

    leads: list[LeadShown]
    next: str | None = Field(description="`after` of the next page; null on the last one")


class LeadFull(Schema):
    """What the SQL function get_lead_full tells: every column of the lead and of what hangs on it."""

    model_config = ConfigDict(extra="allow")
    lead: dict[str, Any]
    products: list[dict[str, Any]]
    current_assignment: dict[str, Any] | None
    ai_analysis: Any = Field(description="The newest ai_result's metadata")
    activities: list[dict[str, Any]] = Field(description="Newest first")
    pending_follow_ups: list[dict[str, Any]] = Field(description="By the time they are due")
    pending_approvals: list[dict[str, Any]] = Field(description="Newest first")


class ActivityShown(Schema):
    """A row of the log."""

    id: UUID
    lead_id: UUID
    type: str
    status: str
    message: str
    actor_type: str
    actor_id: str | None
    metadata: Any
    created_at: datetime
    due_at: datetime | None


class ActivityPage(Schema):
    """Rows of the log, newest first."""

    activities: list[ActivityShown]
    next: str | None = Field(description="`after` of the next page; null on the last one")


class FollowUpShown(Schema):
    """A pending follow-up, in the words of the SQL function get_pending_follow_ups."""

    activity_id: UUID
    lead_id: UUID
    lead_name: str
    action: str | None
    scheduled_for: datetime | None
    message: str


class FollowUpPage(Schema):
    """Follow-ups, the most urgent first."""

    follow_ups: list[FollowUpShown]
    next: str | None = Field(description="`after` of the next page; null on the last one")


class ApprovalShown(Schema):
    """A request that waits for a manager's decision."""

    activity_id: UUID
    lead_id: UUID
    lead_name: str
    approval_type: str | None
    message: str
    asked_by: str | None
    asked_at: datetime


class ApprovalPage(Schema):
    """Requests, those that wait longest first."""

    approvals: list[ApprovalShown]
    next: str | None = Field(description="`after` of the next page; null on the last one")


class StatsShown(Schema):
    """The seven figures of what the caller may see, as the SQL function get_dashboard_stats names them."""

    total_leads: int
    new_leads_today: int
    pending_follow_ups: int = Field(description="Due within the hour")
    pending_approvals: int
    sla_violations: int
    avg_response_time_minutes: int | None
    conversion_rate: float | None = Field(description="Percent of the leads of 30 days")


class AbandonedShown(Schema):
    """A basket that was priced and never sent; nobody knows whose."""

    id: UUID
    priced_at: datetime
    language: str
    facts: Any = Field(description="lines, total, currency, products, campaign: as far as the page told")


class AbandonedPage(Schema):
    """Baskets, the newest first."""

    abandoned: list[AbandonedShown]
    next: str | None = Field(description="`after` of the next page; null on the last one")


class MoveShown(Schema):
    """What became of one lead: `moved`, or `same` where it stood there already."""

    lead_id: UUID
    result: str
    was: str
    status: str


class BulkResult(Schema):
    """`result` is moved, same, changed, no_such_move, managers_only, needs_reason or not_found."""

    lead_id: UUID
    result: str


class BulkShown(Schema):
    """What became of each lead, in the order they were named."""

    move_id: UUID = Field(description="Of the move in the back office, where it can be undone for an hour")
    moved: int
    not_moved: int
    results: list[BulkResult]


class AssignmentShown(Schema):
    """Whose the lead is now."""

    lead_id: UUID
    owner_id: str
    owner_name: str
    assigned_at: datetime
    sla_deadline: datetime | None = Field(description="Null where no answer is owed")


def lead(row: Lead) -> LeadShown:
    return LeadShown.model_construct(**{name: getattr(row, name) for name in LeadShown.model_fields})


def activity(row: Activity) -> ActivityShown:
    return ActivityShown.model_construct(**{name: getattr(row, name) for name in ActivityShown.model_fields})


def follow_up(row: Any) -> FollowUpShown:
    return FollowUpShown(
        activity_id=row.pk,
        lead_id=row.lead_id,
        lead_name=row.lead_name,
        action=row.action,
        scheduled_for=row.due_at,
        message=row.message,
    )


def approval(row: Any) -> ApprovalShown:
    return ApprovalShown(
        activity_id=row.pk,
        lead_id=row.lead_id,
        lead_name=row.lead_name,
        approval_type=row.approval_type,
        message=row.message,
        asked_by=row.actor_id,
        asked_at=row.created_at,
    )


def abandoned(row: AnalyticsEvent) -> AbandonedShown:
    return AbandonedShown(id=row.pk, priced_at=row.created_at, language=row.language, facts=row.data)


def stats(figures: Seven) -> StatsShown:
    return StatsShown(**{name: getattr(figures, name) for name in StatsShown.model_fields})
