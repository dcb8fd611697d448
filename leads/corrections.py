"""What a customer told us is corrected only here: what was changed, by whom and why is logged."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from activity import recorder
from activity.kinds import Actor
from leads.exceptions import Refused
from leads.models import Lead

CORRECTABLE = ("name", "phone", "email", "company", "role", "location", "message")
# What only the database can know at the moment of writing.
BROKEN = {"leads_email_created_key": "duplicate", "leads_email_or_phone": "no_contact"}


def correct(
    *,
    lead_id: UUID,
    changes: Mapping[str, str | None],
    reason: str,
    actor: Actor,
    version: datetime | None = None,
) -> list[str]:
    """Write the changed fields and a `correction` for each; the names of those that really changed.

    `version` is the lead's updated_at as the colleague saw it. Values are clean: a form has looked at them.
    Raises Refused: gone, needs_reason, changed_meanwhile, nothing_changed, duplicate, no_contact.
    """
    if not reason.strip():
        raise Refused("needs_reason")
    try:
        with transaction.atomic():
            lead = _locked(lead_id, version)
            changed = {
                name: value for name, value in _offered(changes).items() if value != getattr(lead, name)
            }
            if not changed:
                raise Refused("nothing_changed")
            for name, value in changed.items():
                _log(lead, name, value, reason, actor)
                setattr(lead, name, value)
            lead.save(update_fields=list(changed))
            return list(changed)
    except IntegrityError as error:
        code = BROKEN.get(constraint_of(error))
        if code is None:
            raise
        raise Refused(code) from error


def _offered(changes: Mapping[str, str | None]) -> dict[str, str | None]:
    """The fields that may be corrected; what was emptied is absent."""
    return {name: changes[name] or None for name in CORRECTABLE if name in changes}


def constraint_of(error: IntegrityError) -> str:
    """The name of the rule that the database says was broken."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""


def _locked(lead_id: UUID, version: datetime | None) -> Lead:
    lead = Lead.objects.select_for_update(of=("self",), no_key=True).filter(pk=lead_id).first()
    if lead is None:
        raise Refused("gone")
    if version is not None and lead.updated_at > version:
        raise Refused("changed_meanwhile", at=lead.updated_at)
    return lead


def _log(lead: Lead, name: str, value: str | None, reason: str, actor: Actor) -> None:
    facts = {"field": name, "from": getattr(lead, name), "to": value, "reason": reason}
    recorder.record(
        lead_id=lead.pk, kind="correction", message=f"Corrected {name}: {reason}", actor=actor, metadata=facts
    )
