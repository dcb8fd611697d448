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
    Raises Refused: gone, needs_reason, changed_meanwhile, nothing_changed, duplicate.
    """
    if not reason.strip():
        raise Refused("needs_reason")
    try:
        with transaction.atomic():
            lead = _locked(lead_id, version)
            changed = [
                name for name in CORRECTABLE if name in changes and changes[name] != getattr(lead, name)
            ]
            if not changed:
                raise Refused("nothing_changed")
            for name in changed:
                _log(lead, name, changes[name], reason, actor)
                setattr(lead, name, changes[name])
            lead.save(update_fields=changed)
            return changed
    except IntegrityError as error:
        if "leads_email_created_key" in str(error):
            raise Refused("duplicate") from error
        raise


def _locked(lead_id: UUID, version: datetime | None) -> Lead:
    lead = Lead.objects.select_for_update(of=("self",)).filter(pk=lead_id).first()
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
