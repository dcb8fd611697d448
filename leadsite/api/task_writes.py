"""Follow-ups and approvals: planned, put off, done, asked for, decided."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import Field

from activity import approvals, follow_ups
from activity.models import Activity
from leads.step_forms import FARTHEST
from leadsite.api import problems, shown
from leadsite.api.callers import Caller
from leadsite.api.fields import Body, Moment, Note, OptionalReason, Reason
from leadsite.api.lead_writes import WORKS, logged
from leadsite.api.operations import writes
from leadsite.api.problems import Problem
from leadsite.api.scopes import Scope
from leadsite.api.writing import permitted_write, written

DECIDES = "activity.decide_approval"
router = Router(tags=["Follow-ups and approvals"])


class FollowUpBody(Body):
    action: Literal["call", "email", "meeting", "whatsapp"]
    scheduled_for: Moment
    reason: OptionalReason = ""


class SnoozeBody(Body):
    scheduled_for: Moment


class CompleteBody(Body):
    outcome: Note = Field(description="What came of it")


class CancelBody(Body):
    reason: OptionalReason = ""


class ApprovalBody(Body):
    approval_type: Literal["discount", "delivery", "credit", "other"]
    what: Note = Field(description="What is asked for")


class DecideBody(Body):
    verdict: Literal["approved", "rejected"]
    reason: Reason = Field(description="The colleague who asked reads it")


@router.post(
    "/leads/{uuid:lead_id}/follow-ups",
    summary="Plan a follow-up",
    **writes(shown.ActivityShown, Scope.WRITE, status=201),
)
def plan_follow_up(request: HttpRequest, lead_id: UUID, body: FollowUpBody) -> Any:
    caller = permitted_write(request, WORKS, Scope.WRITE)

    def do(now: datetime) -> shown.ActivityShown:
        within_reach(body.scheduled_for, now)
        planned = follow_ups.plan(
            lead_id=lead_id, action=body.action, at=body.scheduled_for, reason=body.reason,
            actor=caller.actor, now=now,
        )  # fmt: skip
        return logged(planned)

    return written(request, do, lead_id=lead_id, status=201)


@router.post(
    "/follow-ups/{uuid:activity_id}/snooze",
    summary="Put a follow-up off",
    **writes(shown.ActivityShown, Scope.WRITE),
)
def snooze_follow_up(request: HttpRequest, activity_id: UUID, body: SnoozeBody) -> Any:
    """It is cancelled, and planned anew: the answer is the new one."""
    caller = permitted_write(request, WORKS, Scope.WRITE)
    lead_id = lead_of(caller, activity_id, "follow_up")

    def do(now: datetime) -> shown.ActivityShown:
        within_reach(body.scheduled_for, now)
        at = body.scheduled_for
        return logged(follow_ups.snooze(activity_id=activity_id, at=at, actor=caller.actor, now=now))

    return written(request, do, lead_id=lead_id)


@router.post(
    "/follow-ups/{uuid:activity_id}/complete",
    summary="Complete a follow-up",
    **writes(shown.ActivityShown, Scope.WRITE),
)
def complete_follow_up(request: HttpRequest, activity_id: UUID, body: CompleteBody) -> Any:
    """The contact that it was is logged with it."""
    caller = permitted_write(request, WORKS, Scope.WRITE)
    lead_id = lead_of(caller, activity_id, "follow_up")

    def do(now: datetime) -> shown.ActivityShown:
        done = follow_ups.complete(activity_id=activity_id, outcome=body.outcome, actor=caller.actor, now=now)
        return logged(done)

    return written(request, do, lead_id=lead_id)


@router.post(
    "/follow-ups/{uuid:activity_id}/cancel",
    summary="Cancel a follow-up",
    **writes(shown.ActivityShown, Scope.WRITE),
)
def cancel_follow_up(request: HttpRequest, activity_id: UUID, body: CancelBody) -> Any:
    caller = permitted_write(request, WORKS, Scope.WRITE)
    lead_id = lead_of(caller, activity_id, "follow_up")

    def do(now: datetime) -> shown.ActivityShown:
        return logged(follow_ups.cancel(activity_id=activity_id, reason=body.reason, actor=caller.actor))

    return written(request, do, lead_id=lead_id)


@router.post(
    "/leads/{uuid:lead_id}/approvals",
    summary="Ask for approval",
    **writes(shown.ActivityShown, Scope.WRITE, status=201),
)
def ask_approval(request: HttpRequest, lead_id: UUID, body: ApprovalBody) -> Any:
    caller = permitted_write(request, WORKS, Scope.WRITE)

    def do(now: datetime) -> shown.ActivityShown:
        asked = approvals.ask(
            lead_id=lead_id, what=body.what, approval_type=body.approval_type, actor=caller.actor
        )
        return logged(asked)

    return written(request, do, lead_id=lead_id, status=201)


@router.post(
    "/approvals/{uuid:activity_id}/decide",
    summary="Decide an approval",
    **writes(shown.ActivityShown, Scope.DECIDE),
)
def decide_approval(request: HttpRequest, activity_id: UUID, body: DecideBody) -> Any:
    """Never one's own request."""
    caller = permitted_write(request, DECIDES, Scope.DECIDE)
    lead_id = lead_of(caller, activity_id, "approval")

    def do(now: datetime) -> shown.ActivityShown:
        decided = approvals.decide(
            activity_id=activity_id, verdict=body.verdict, reason=body.reason, actor=caller.actor
        )
        return logged(decided)

    return written(request, do, lead_id=lead_id)


def lead_of(caller: Caller, activity_id: UUID, kind: str) -> UUID:
    """Raises Problem 404 where the row is out of the caller's sight, or of another type."""
    rows = Activity.objects.visible_to(caller.user).of_types([kind])
    found = rows.filter(pk=activity_id).values_list("lead_id", flat=True).first()
    if found is None:
        raise problems.not_found()
    return found


def within_reach(at: datetime, now: datetime, field: str = "scheduled_for") -> None:
    if at - now > FARTHEST:
        detail = _("This is more than a hundred years away. Check the year.")
        raise Problem(422, "too_far", detail, fields={f"body.{field}": detail})
