"""What can be done to a lead: the same workflow doors as the back office's buttons."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import Field

from activity import notes
from assignments import workflow as assigning
from assignments.models import Assignment
from leads import workflow
from leads.bulk import moves
from leads.bulk.models import BulkMoveRow
from leads.exceptions import Refused
from leads.models import Lead
from leads.statuses import LeadStatus
from leadsite.accounts.models import User
from leadsite.api import problems, shown
from leadsite.api.callers import Caller
from leadsite.api.contact import ContactBody
from leadsite.api.fields import Body, Moment, Name, Note, OptionalName, OptionalReason, Reason
from leadsite.api.operations import writes
from leadsite.api.problems import Problem
from leadsite.api.scopes import Scope
from leadsite.api.writing import permitted_write, written
from leadsite.keys import new_id

WORKS, ASSIGNS, REOPENS = "leads.work_lead", "leads.assign_lead", "leads.reopen_lead"
MOST_LEADS = 1_000
router = Router(tags=["Work on a lead"])


class StatusBody(Body):
    status: LeadStatus
    reason: OptionalReason = Field("", description="Needed to give a lead up and to move it back")
    was_status: LeadStatus | None = Field(
        None, description="Where the lead stood as the caller read it: a conflict where it no longer does"
    )
    unchanged_since: Moment | None = Field(
        None, description="`updated_at` as the caller read it: a conflict where anything changed since"
    )


class BulkBody(Body):
    lead_ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST_LEADS)]
    status: LeadStatus
    reason: OptionalReason = ""
    was_status: LeadStatus | None = Field(
        None, description="Where all of them stood as the caller read them: else the result is `changed`"
    )


class AssignBody(Body):
    owner: Name = Field(description="The colleague's identifier, such as sales_user_5")
    reason: Reason = Field(description="The colleague reads it")
    was_owner: OptionalName | None = Field(
        None, description="`owner_id` as the caller read it, empty for nobody's: a conflict where it changed"
    )
    unchanged_since: Moment | None = Field(
        None, description="`updated_at` as the caller read it: a conflict where anything changed since"
    )


class NoteBody(Body):
    text: Note


@router.post(
    "/leads/{uuid:lead_id}/status", summary="Change a lead's status", **writes(shown.MoveShown, Scope.WRITE)
)
def change_lead_status(request: HttpRequest, lead_id: UUID, body: StatusBody) -> Any:
    """Along the table of allowed moves; managers alone move a lead back."""
    caller = permitted_write(request, WORKS, Scope.WRITE)
    return written(request, lambda now: moved(caller, lead_id, body), lead_id=lead_id)


def moved(caller: Caller, lead_id: UUID, body: StatusBody) -> shown.MoveShown:
    outcome = workflow.move(
        leads=Lead.objects.visible_to(caller.user).filter(pk=lead_id),
        to=body.status.value,
        actor=caller.actor,
        manager=caller.may(REOPENS),
        reason=body.reason,
        unchanged_since=body.unchanged_since,
        was=body.was_status.value if body.was_status else None,
    )
    return shown.MoveShown(lead_id=lead_id, result=outcome.result, was=outcome.was, status=body.status.value)


def stands_there(result: str) -> None:
    """Raises Refused, or Problem 404, where a lead that was named alone did not move."""
    if result == "not_found":
        raise problems.not_found()
    if result not in ("moved", "same"):
        raise Refused("changed_meanwhile" if result == "changed" else result)


@router.post(
    "/leads/status",
    summary="Change the status of many leads",
    **writes(shown.BulkShown, Scope.WRITE, of_one=False),
)
def change_many(request: HttpRequest, body: BulkBody) -> Any:
    """One transaction and a result for each lead. Up to 1,000; undone in the back office within an hour."""
    caller = permitted_write(request, WORKS, Scope.WRITE)
    return written(request, lambda now: many_moved(caller, body))


def many_moved(caller: Caller, body: BulkBody) -> shown.BulkShown:
    named = list(dict.fromkeys(body.lead_ids))
    leads = Lead.objects.visible_to(caller.user).filter(pk__in=named)
    was = body.was_status.value if body.was_status else ""
    made = moves.move(
        job=new_id(),
        leads=Lead.objects.visible_to(caller.user),
        previewed={key: was or status for key, status in leads.values_list("pk", "status")},
        to=body.status.value,
        reason=body.reason,
        actor=caller.actor,
        manager=caller.may(REOPENS),
    )
    results = dict(BulkMoveRow.objects.filter(move=made).values_list("lead_id", "result"))
    told = [shown.BulkResult(lead_id=key, result=results.get(key, "not_found")) for key in named]
    count = sum(one.result == "moved" for one in told)
    return shown.BulkShown(move_id=made.pk, moved=count, not_moved=len(told) - count, results=told)


@router.post(
    "/leads/{uuid:lead_id}/take", summary="Take a lead", **writes(shown.AssignmentShown, Scope.WRITE)
)
def take_lead(request: HttpRequest, lead_id: UUID) -> Any:
    """Make a lead that nobody has the caller's own."""
    caller = permitted_write(request, WORKS, Scope.WRITE)

    def do(now: datetime) -> shown.AssignmentShown:
        return owned(assigning.take(lead_id=lead_id, owner=caller.user, actor=caller.actor, now=now))

    return written(request, do, lead_id=lead_id)


@router.post(
    "/leads/{uuid:lead_id}/assign",
    summary="Give a lead to a colleague",
    **writes(shown.AssignmentShown, Scope.ASSIGN),
)
def assign_lead(request: HttpRequest, lead_id: UUID, body: AssignBody) -> Any:
    """Whoever had it."""
    caller = permitted_write(request, ASSIGNS, Scope.ASSIGN)

    def do(now: datetime) -> shown.AssignmentShown:
        given = assigning.assign(
            lead_id=lead_id, owner=colleague(body.owner), actor=caller.actor, reason=body.reason, now=now,
            version=body.unchanged_since, was_owner=body.was_owner,
        )  # fmt: skip
        return owned(given)

    return written(request, do, lead_id=lead_id)


def colleague(identifier: str, field: str = "owner") -> User:
    found = User.objects.who_work_leads().filter(identifier=identifier).first()
    if found is None:
        detail = _("No colleague who works leads has this identifier.")
        raise Problem(422, "no_colleague", detail, fields={f"body.{field}": detail})
    return found


def owned(row: Assignment) -> shown.AssignmentShown:
    return shown.AssignmentShown(
        lead_id=row.lead_id,
        owner_id=row.owner_id,
        owner_name=row.owner_name,
        assigned_at=row.assigned_at,
        sla_deadline=row.sla_deadline if row.is_owed else None,
    )


@router.post(
    "/leads/{uuid:lead_id}/notes",
    summary="Write a note",
    **writes(shown.ActivityShown, Scope.WRITE, status=201),
)
def write_note(request: HttpRequest, lead_id: UUID, body: NoteBody) -> Any:
    caller = permitted_write(request, WORKS, Scope.WRITE)

    def do(now: datetime) -> shown.ActivityShown:
        return logged(notes.write(lead_id=lead_id, text=body.text, actor=caller.actor))

    return written(request, do, lead_id=lead_id, status=201)


@router.post(
    "/leads/{uuid:lead_id}/contacts",
    summary="Log a contact",
    **writes(shown.ActivityShown, Scope.WRITE, status=201),
)
def log_contact(request: HttpRequest, lead_id: UUID, body: ContactBody) -> Any:
    """People spoke with each other: a call, or a message that was sent by hand or came in."""
    caller = permitted_write(request, WORKS, Scope.WRITE)

    def do(now: datetime) -> shown.ActivityShown:
        contact = assigning.record_contact(
            lead_id=lead_id, kind=body.kind, message=body.said(), facts=body.facts(), actor=caller.actor,
            now=now,
        )  # fmt: skip
        return logged(contact)

    return written(request, do, lead_id=lead_id, status=201)


def logged(row: Any) -> shown.ActivityShown:
    """With what the database has added."""
    row.refresh_from_db(fields=["created_at", "due_at"])
    return shown.activity(row)
