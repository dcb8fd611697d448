"""SMS to a lead's phone, and what came of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from activity.models import Activity
from activity.texts import writing
from leads.models import Lead
from leadsite import cursors
from leadsite.api import problems, shown
from leadsite.api.callers import Caller, permitted
from leadsite.api.fields import Body, Text
from leadsite.api.lead_writes import WORKS, logged
from leadsite.api.operations import reads, writes
from leadsite.api.reading import ROWS, SEES_LOG, PageQuery, after
from leadsite.api.scopes import Scope
from leadsite.api.writing import permitted_write, written

router = Router(tags=["SMS"])


class SmsBody(Body):
    text: Text = Field(description="To the lead's phone")


@router.post(
    "/leads/{uuid:lead_id}/sms",
    summary="Send an SMS",
    **writes(shown.ActivityShown, Scope.SEND, status=201),
)
def send_sms(request: HttpRequest, lead_id: UUID, body: SmsBody) -> Any:
    """It waits in the outbox as `queued`; the log says when it was sent, delivered, or why not."""
    caller = permitted_write(request, WORKS, Scope.SEND)
    return sent(request, caller, lead_id, body.text)


def sent(request: HttpRequest, caller: Caller, lead_id: UUID, text: str, *, key_needed: bool = True) -> Any:
    def do(now: datetime) -> shown.ActivityShown:
        return logged(writing.write(lead_id=lead_id, text=text, actor=caller.actor, now=now))

    return written(request, do, lead_id=lead_id, status=201, key_needed=key_needed)


@router.get(
    "/leads/{uuid:lead_id}/sms",
    summary="Read a lead's SMS",
    **reads(shown.ActivityPage, Scope.READ, of_one=True),
)
def read_sms(request: HttpRequest, lead_id: UUID, asked: Query[PageQuery]) -> Any:
    """Both ways, fifty at a time, newest first."""
    caller = permitted(request, SEES_LOG, Scope.READ)
    if not Lead.objects.visible_to(caller.user).filter(pk=lead_id).exists():
        raise problems.not_found()
    rows = Activity.objects.visible_to(caller.user).filter(lead=lead_id).of_types(["sms"])
    place = after(asked.after, timed=True)
    rows = rows.older_than(place.at, place.id) if place and place.at else rows
    page = cursors.page(rows.newest_first(), ROWS, by="created_at")
    return shown.ActivityPage(activities=[shown.activity(row) for row in page], next=page.following or None)
