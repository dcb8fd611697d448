"""What a person does about a parked quote: put right what the database refused, and let it try again."""

import logging
import os
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from errno import EIO
from hashlib import sha256
from typing import Any, Literal
from uuid import UUID

from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet

from leads import parked_reasons
from leads.exceptions import Refused
from leads.intake.record import LeadFacts, SubmissionRecord, WrongRecord
from leads.intake.spool import Spool
from leads.models import Submission
from leadsite.accounts.models import User

log = logging.getLogger(__name__)

POLL_SECONDS = 0.05
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
NOT_STORABLE = re.compile("[\0\ud800-\udfff]")

State = Literal["stored", "waiting", "parked", "gone"]


@dataclass(frozen=True)
class Parked:
    """A parked file: its record (None where it cannot be read), why, and a name for exactly this content."""

    id: UUID
    record: SubmissionRecord | None
    reason: str
    version: str

    @property
    def why(self) -> str:
        return parked_reasons.sentence(self.reason)

    @property
    def name(self) -> str:
        """Whose it is, in characters that a page can carry."""
        return str(clean(self.record.lead.name)) if self.record else ""


def opened(spool: Spool, submission_id: UUID) -> Parked | None:
    """None once it is parked no more."""
    raw = spool.read_parked(submission_id)
    if raw is None:
        return None
    try:
        record = SubmissionRecord.from_json(raw)
    except WrongRecord:
        record = None
    return Parked(submission_id, record, spool.last_failure(submission_id), sha256(raw).hexdigest())


def retry(spool: Spool, submission_id: UUID, *, by: str) -> None:
    """Let it try again as it is. Raises Refused("gone"), OSError."""
    if spool.read_parked(submission_id) is None:
        raise Refused("gone")
    spool.unpark(submission_id)
    log.info("parked submission %s may try again, says %s", submission_id, by)


def put_right(
    spool: Spool, submission_id: UUID, facts: Mapping[str, Any], *, version: str, by: str
) -> list[str]:
    """Write these facts of the person into the record and let it try again; the names of those that changed.

    Id, folio, quote and what the customer typed stay, but for characters that no database takes.
    Raises Refused: gone, changed_meanwhile; OSError.
    """
    parked = opened(spool, submission_id)
    if parked is None or parked.record is None:
        raise Refused("gone")
    if parked.version != version:
        raise Refused("changed_meanwhile")
    lead = LeadFacts(**facts)
    changed = [name for name, value in vars(lead).items() if value != getattr(parked.record.lead, name)]
    spool.rewrite_parked(submission_id, storable(replace(parked.record, lead=lead)).to_json())
    spool.unpark(submission_id)
    log.info(
        "parked submission %s was put right by %s: %s", submission_id, by, ", ".join(changed) or "as it was"
    )
    return changed


@transaction.atomic
def discard(spool: Spool, submission_id: UUID, *, reason: str, version: str, by: User) -> None:
    """Let go of a parked file that nobody can read; who did and why stays in the database.

    Raises Refused: gone (one that can be read is put right instead), changed_meanwhile; OSError.
    """
    parked = opened(spool, submission_id)
    if parked is None or parked.record is not None:
        raise Refused("gone")
    if parked.version != version:
        raise Refused("changed_meanwhile")
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(Submission),
        object_id=str(submission_id),
        object_repr=str(submission_id),
        action_flag=DELETION,
        change_message=reason,
    )
    if not spool.remove(submission_id):
        raise OSError(EIO, os.strerror(EIO))
    log.warning("parked submission %s was discarded unread by %s", submission_id, by.identifier)


def discarded() -> QuerySet[LogEntry]:
    """Which files were discarded, by whom and why, newest first: no page deletes an enquiry otherwise."""
    rows = LogEntry.objects.filter(content_type__app_label="leads", content_type__model="submission")
    return rows.filter(action_flag=DELETION).select_related("user").order_by("-action_time", "-pk")


def storable(record: SubmissionRecord) -> SubmissionRecord:
    return replace(
        record,
        submitted=clean(record.submitted),
        quote=clean(record.quote),
        utm=clean(record.utm),
        products=tuple(replace(line, **clean(vars(line))) for line in record.products),
    )


def clean(value: Any) -> Any:
    """The same JSON without NUL and halves of characters."""
    if isinstance(value, str):
        return NOT_STORABLE.sub(UNREADABLE, value)
    if isinstance(value, Mapping):
        return {clean(name): clean(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [clean(inner) for inner in value]
    return value


def state(spool: Spool, submission_id: UUID) -> State:
    """Where it is now; `gone` is erased, or never was here."""
    if Submission.objects.filter(pk=submission_id).exists():
        return "stored"
    if spool.read(submission_id) is not None:
        return "waiting"
    return "parked" if spool.read_parked(submission_id) is not None else "gone"


def settled(spool: Spool, submission_id: UUID, seconds: float) -> State:
    """Where it is once it waits no more, or after so many seconds."""
    until = time.monotonic() + seconds
    while (now := state(spool, submission_id)) == "waiting" and time.monotonic() < until:
        time.sleep(POLL_SECONDS)
    return now
