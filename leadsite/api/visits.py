"""Visits: proposed to a customer, confirmed or declined for them, moved, called off."""

from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import Field, model_validator

from activity.bookings import workflow as visits
from activity.bookings.visit import Times
from activity.bookings.workflow import Plan
from leadsite.api import shown
from leadsite.api.callers import Caller
from leadsite.api.fields import Body, Moment, Name, OptionalName, OptionalReason, Reason
from leadsite.api.lead_writes import WORKS, colleague, logged
from leadsite.api.operations import writes
from leadsite.api.scopes import Scope
from leadsite.api.task_writes import lead_of, within_reach
from leadsite.api.writing import permitted_write, written
from leadsite.own_clock import zone_of

LONGEST = timedelta(days=7)
router = Router(tags=["Visits"])


class PlanBody(Body):
    """Who goes where, when."""

    staff: Name = Field(description="The identifier of the colleague who goes")
    starts_at: Moment
    ends_at: Moment
    timezone: OptionalName = Field("", description="Whose clock the customer reads; empty: the shop's")
    place: OptionalReason = ""
    anyway: bool = Field(False, description="Although they are away then, or their team has closed")

    @model_validator(mode="after")
    def makes_sense(self) -> "PlanBody":
        if not timedelta() < self.ends_at - self.starts_at <= LONGEST:
            raise ValueError(_("A visit ends after it begins, within a week."))
        if self.timezone and zone_of(self.timezone) is None:
            raise ValueError(_("This is not a time zone such as Asia/Kolkata."))
        return self

    def plan(self, now: datetime) -> Plan:
        """Raises Problem 422 for a colleague that nobody knows and a time that nobody lives to see."""
        within_reach(self.starts_at, now, "starts_at")
        times = Times(self.starts_at, self.ends_at, self.timezone or settings.TIME_ZONE)
        return Plan(colleague(self.staff, "staff"), times, self.place, anyway=self.anyway)


class OnVisit(Body):
    was_state: Literal["pending", "confirmed"] | None = Field(
        None, description="The visit's `status` as the caller read it: a conflict where it is another by now"
    )


class MoveBody(PlanBody, OnVisit):
    reason: Reason


class DeclineBody(OnVisit):
    words: OptionalReason = Field("", description="What the customer said")


class CallOffBody(OnVisit):
    reason: Reason


@router.post(
    "/leads/{uuid:lead_id}/bookings",
    summary="Propose a visit",
    **writes(shown.ActivityShown, Scope.WRITE, status=201),
)
def propose_visit(request: HttpRequest, lead_id: UUID, body: PlanBody) -> Any:
    """Nobody is promised to two customers at once; who is away, or whose team has closed, `anyway` alone."""
    caller = permitted_write(request, WORKS, Scope.WRITE)

    def do(now: datetime) -> shown.ActivityShown:
        return logged(visits.propose(lead_id=lead_id, plan=body.plan(now), actor=caller.actor, now=now))

    return written(request, do, lead_id=lead_id, status=201)


@router.post(
    "/bookings/{uuid:activity_id}/confirm",
    summary="Confirm a visit for the customer",
    **writes(shown.ActivityShown, Scope.WRITE),
)
def confirm_visit(request: HttpRequest, activity_id: UUID) -> Any:
    caller = permitted_write(request, WORKS, Scope.WRITE)
    return confirmed(request, caller, activity_id)


def confirmed(request: HttpRequest, caller: Caller, activity_id: UUID, *, key_needed: bool = True) -> Any:
    lead_id = lead_of(caller, activity_id, "booking")

    def do(now: datetime) -> shown.ActivityShown:
        return logged(visits.confirm(activity_id=activity_id, actor=caller.actor, now=now))

    return written(request, do, lead_id=lead_id, key_needed=key_needed)


@router.post(
    "/bookings/{uuid:activity_id}/decline",
    summary="Decline a visit for the customer",
    **writes(shown.ActivityShown, Scope.WRITE),
)
def decline_visit(request: HttpRequest, activity_id: UUID, body: DeclineBody) -> Any:
    caller = permitted_write(request, WORKS, Scope.WRITE)
    lead_id = lead_of(caller, activity_id, "booking")

    def do(now: datetime) -> shown.ActivityShown:
        declined = visits.decline(
            activity_id=activity_id, words=body.words, actor=caller.actor, now=now, was=body.was_state
        )
        return logged(declined)

    return written(request, do, lead_id=lead_id)


@router.post(
    "/bookings/{uuid:activity_id}/move",
    summary="Move a visit",
    **writes(shown.ActivityShown, Scope.WRITE),
)
def move_visit(request: HttpRequest, activity_id: UUID, body: MoveBody) -> Any:
    """It is called off and proposed anew: the answer is the new one."""
    caller = permitted_write(request, WORKS, Scope.WRITE)
    lead_id = lead_of(caller, activity_id, "booking")

    def do(now: datetime) -> shown.ActivityShown:
        moved = visits.move(
            activity_id=activity_id, plan=body.plan(now), reason=body.reason, actor=caller.actor, now=now,
            was=body.was_state,
        )  # fmt: skip
        return logged(moved)

    return written(request, do, lead_id=lead_id)


@router.post(
    "/bookings/{uuid:activity_id}/cancel",
    summary="Call a visit off",
    **writes(shown.ActivityShown, Scope.WRITE),
)
def call_visit_off(request: HttpRequest, activity_id: UUID, body: CallOffBody) -> Any:
    caller = permitted_write(request, WORKS, Scope.WRITE)
    lead_id = lead_of(caller, activity_id, "booking")

    def do(now: datetime) -> shown.ActivityShown:
        off = visits.call_off(
            activity_id=activity_id, reason=body.reason, actor=caller.actor, was=body.was_state
        )
        return logged(off)

    return written(request, do, lead_id=lead_id)
