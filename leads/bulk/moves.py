"""Many leads moved at once, and taken back: one transaction, a result for each, twice sent once done."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from activity.kinds import Actor
from activity.models import Activity
from leads import workflow
from leads.bulk.models import BulkMove, BulkMoveRow
from leads.exceptions import Refused
from leads.querysets import LeadQuerySet
from leads.workflow import Outcome, Restored

UNDO = "undo"

# The versions are read where the leads are: what the triggers made of the update.
KEEP_ROWS = """
insert into bulk_move_rows (move_id, lead_id, result, was, became, version, converted_at)
select %s, told.lead_id, told.result, told.was,
       case when told.result = 'moved' then l.status end,
       case when told.result = 'moved' then l.updated_at end,
       told.converted_at
from unnest(%s::uuid[], %s::text[], %s::text[], %s::timestamptz[])
    as told (lead_id, result, was, converted_at)
join leads l on l.id = told.lead_id
"""


class AlreadyMade(Exception):
    """This very job was done before: its results are there to be read."""


@transaction.atomic
def move(
    *,
    job: UUID,
    leads: LeadQuerySet,
    previewed: Mapping[UUID, str],
    to: str,
    reason: str,
    actor: Actor,
    manager: bool,
) -> BulkMove:
    """Move those of `leads` that were previewed and still stand where they did; the kept results.

    `leads` are those that the actor may see; `previewed` are ids with the status that each stood at.
    Raises AlreadyMade.
    """
    made = _begin(BulkMove(id=job, made_by_id=str(actor.id), status=to, reason=reason))
    outcomes = workflow.change_status(
        leads=leads.filter(pk__in=list(previewed)), to=to, actor=actor, manager=manager, reason=reason,
        seen=previewed,
    )  # fmt: skip
    _keep(made, outcomes)
    made.missing = len(previewed) - len(outcomes)
    made.save(update_fields=["missing"])
    return made


@transaction.atomic
def undo(*, job: UUID, move: BulkMove, leads: LeadQuerySet, actor: Actor, now: datetime) -> BulkMove:
    """Give the moved leads the status they had, where nobody has touched them since; the kept results.

    Raises Refused: not_yours, too_late, no_such_move (an undo is not undone); and AlreadyMade.
    """
    why = refusal(move, actor, now)
    if why:
        raise Refused(why)
    made = _begin(BulkMove(id=job, made_by_id=str(actor.id), reason=UNDO, undoes=move))
    before = {
        row.lead_id: Restored(row.was, row.version, row.converted_at)
        for row in BulkMoveRow.objects.moved().filter(move=move)
    }
    since = Activity.objects.of_people_since(move.made_at).filter(lead__in=list(before))
    touched = set(since.values_list("lead_id", flat=True))
    outcomes = workflow.restore(leads=leads, before=before, touched=touched, actor=actor, reason=UNDO)
    _keep(made, outcomes)
    made.missing = len(before) - len(outcomes)
    made.save(update_fields=["missing"])
    return made


def refusal(move: BulkMove, actor: Actor, now: datetime) -> str:
    """Why this colleague may not undo this move now; empty where they may."""
    if move.undoes_id is not None:
        return "no_such_move"
    if move.made_by_id != actor.id:
        return "not_yours"
    return "too_late" if now > move.undo_until else ""


def _begin(made: BulkMove) -> BulkMove:
    """The claim on the job, or on the one undo of a move: whoever comes second waits here, then leaves."""
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyMade from error
    made.refresh_from_db(fields=["made_at"])
    return made


def _keep(made: BulkMove, outcomes: Sequence[Outcome]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            KEEP_ROWS,
            [
                made.id,
                [outcome.lead_id for outcome in outcomes],
                [outcome.result for outcome in outcomes],
                [outcome.was for outcome in outcomes],
                [outcome.converted_at for outcome in outcomes],
            ],
        )
