"""The names that existing front ends call: the same deeds under other addresses."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import AliasChoices, ConfigDict, Field, model_validator

from activity.models import Activity
from leads.models import Lead
from leads.statuses import LeadStatus
from leadsite.api import problems, shown
from leadsite.api.callers import permitted
from leadsite.api.fields import OptionalReason, Text
from leadsite.api.lead_writes import MOST_LEADS, WORKS, BulkBody, many_moved, stands_there
from leadsite.api.operations import reads, writes
from leadsite.api.reading import SEES_LOG
from leadsite.api.scopes import Scope
from leadsite.api.texts import sent
from leadsite.api.visits import confirmed
from leadsite.api.writing import written

SMS_SHOWN = 200
router = Router(tags=["Aliases of existing front ends"])


class UpdateStatusBody(Schema):
    """One lead or many: lead_id, leadId or id; lead_ids, leadIds or ids."""

    model_config = ConfigDict(populate_by_name=True)
    lead_id: UUID | None = Field(None, validation_alias=AliasChoices("lead_id", "leadId", "id"))
    lead_ids: Annotated[list[UUID], Field(max_length=MOST_LEADS)] = Field(
        default_factory=list, validation_alias=AliasChoices("lead_ids", "leadIds", "ids")
    )
    status: LeadStatus
    reason: OptionalReason = ""

    @model_validator(mode="after")
    def names_leads(self) -> "UpdateStatusBody":
        if not self.named():
            raise ValueError(_("Say which lead, or which leads."))
        return self

    @property
    def names_one(self) -> bool:
        return self.lead_id is not None and not self.lead_ids

    def named(self) -> list[UUID]:
        return [*([self.lead_id] if self.lead_id else []), *self.lead_ids]


class UpdateStatusShown(shown.BulkShown):
    success: bool = Field(description="Whether every lead stands there now")


class ConfirmBody(Schema):
    """booking_id, bookingId or id."""

    booking_id: UUID = Field(validation_alias=AliasChoices("booking_id", "bookingId", "id"))


class SendSmsBody(Schema):
    """lead_id, leadId or id; text or message."""

    lead_id: UUID = Field(validation_alias=AliasChoices("lead_id", "leadId", "id"))
    text: Text = Field(validation_alias=AliasChoices("text", "message"))


class SmsHistory(Schema):
    """A lead's SMS, newest first; at most 200."""

    success: bool
    messages: list[shown.ActivityShown]


@router.post(
    "/leads/update-status",
    summary="Change the status of one lead or of many",
    **writes(UpdateStatusShown, Scope.WRITE, key_needed=False),
)
def update_status(request: HttpRequest, body: UpdateStatusBody) -> Any:
    """Of many: as POST /api/v1/leads/status. One that is named alone moves, or the answer is a problem.

    The key may also come as X-Idempotency-Key, or not at all.
    """
    caller = permitted(request, WORKS, Scope.WRITE)
    asked = BulkBody.model_construct(lead_ids=body.named(), status=body.status, reason=body.reason)

    def do(now: Any) -> UpdateStatusShown:
        made = many_moved(caller, asked)
        if body.names_one:
            stands_there(made.results[0].result)
        success = all(one.result in ("moved", "same") for one in made.results)
        return UpdateStatusShown(success=success, **made.model_dump())

    return written(request, do, key_needed=False)


@router.post(
    "/leads/send-sms",
    summary="Send an SMS",
    **writes(shown.ActivityShown, Scope.SEND, status=201, key_needed=False),
)
def send_sms_alias(request: HttpRequest, body: SendSmsBody) -> Any:
    """As POST /api/v1/leads/{id}/sms."""
    caller = permitted(request, WORKS, Scope.SEND)
    return sent(request, caller, body.lead_id, body.text, key_needed=False)


@router.post(
    "/bookings/confirm",
    summary="Confirm a visit for the customer",
    **writes(shown.ActivityShown, Scope.WRITE, key_needed=False),
)
def confirm_booking(request: HttpRequest, body: ConfirmBody) -> Any:
    """As POST /api/v1/bookings/{id}/confirm."""
    caller = permitted(request, WORKS, Scope.WRITE)
    return confirmed(request, caller, body.booking_id, key_needed=False)


@router.get(
    "/leads/{uuid:lead_id}/sms-history",
    summary="Read a lead's SMS",
    **reads(SmsHistory, Scope.READ, of_one=True),
)
def sms_history(request: HttpRequest, lead_id: UUID) -> Any:
    caller = permitted(request, SEES_LOG, Scope.READ)
    if not Lead.objects.visible_to(caller.user).filter(pk=lead_id).exists():
        raise problems.not_found()
    rows = Activity.objects.visible_to(caller.user).filter(lead=lead_id).of_types(["sms"]).newest_first()
    return SmsHistory(success=True, messages=[shown.activity(row) for row in rows[:SMS_SHOWN]])
