"""What a customer told us is corrected only here: what was changed, by whom and why is logged."""

from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction

from activity import authors, recorder
from activity.kinds import Actor
from leads.exceptions import Clash, Conflict, Refused
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
    was: Mapping[str, str | None] | None = None,
) -> list[str]:
    """Write the changed fields and a `correction` for each; the names of those that really changed.

    `was` are the fields as the colleague saw them: what they left so is left as it is by now, and what
    somebody else corrected meanwhile is not overwritten. Values are clean: a form has looked at them.
    Raises Refused: gone, needs_reason, nothing_changed, duplicate, no_contact; and
    Conflict("changed_meanwhile"), which has written nothing.
    """
    if not reason.strip():
        raise Refused("needs_reason")
    try:
        with transaction.atomic():
            lead = _locked(lead_id)
            changed = _changed(lead, _offered(changes), was or {}, reason)
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


def _changed(
    lead: Lead, offered: Mapping[str, str | None], was: Mapping[str, str | None], reason: str
) -> dict[str, str | None]:
    """What the colleague wants changed, field by field. Raises Refused, Conflict."""
    touched = {
        name: value for name, value in offered.items() if not (name in was and _alike(value, was[name]))
    }
    wanted = {name: value for name, value in touched.items() if value != getattr(lead, name)}
    clashes = [
        _clash(lead, name, was[name], value, reason)
        for name, value in wanted.items()
        if name in was and not _alike(was[name], getattr(lead, name))
    ]
    if clashes:
        raise Conflict("changed_meanwhile", clashes)
    if not wanted:
        raise Refused("nothing_changed")
    return wanted


def _alike(one: str | None, other: str | None) -> bool:
    return as_sent(one) == as_sent(other)


def as_sent(stored: str | None) -> str:
    """A text as a browser and the form make it of what is stored."""
    return (stored or "").replace("\r\n", "\n").strip()


def _clash(lead: Lead, name: str, seen: str | None, wanted: str | None, reason: str) -> Clash:
    now = getattr(lead, name) or ""
    return authors.field_clash(
        lead_id=lead.pk, field=name, seen=seen or "", wanted=wanted or "", now=now, why=reason
    )


def _offered(changes: Mapping[str, str | None]) -> dict[str, str | None]:
    """The fields that may be corrected; what was emptied is absent."""
    return {name: changes[name] or None for name in CORRECTABLE if name in changes}


def constraint_of(error: IntegrityError) -> str:
    """The name of the rule that the database says was broken."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""


def _locked(lead_id: UUID) -> Lead:
    lead = Lead.objects.select_for_update(of=("self",), no_key=True).filter(pk=lead_id).first()
    if lead is None:
        raise Refused("gone")
    return lead


def _log(lead: Lead, name: str, value: str | None, reason: str, actor: Actor) -> None:
    facts = {"field": name, "from": getattr(lead, name), "to": value, "reason": reason}
    recorder.record(
        lead_id=lead.pk, kind="correction", message=f"Corrected {name}: {reason}", actor=actor, metadata=facts
    )
