"""Whose message is it? By the folio in it, by the number it came from, or else a new lead's."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from activity.chats.payloads import Message
from leads import pasted_quotes, phones
from leads.intake import at_once
from leads.intake.record import LeadFacts, SubmissionRecord
from leads.models import Lead, Submission
from leads.quoting import identity, pasted

SOURCE = "whatsapp"
SHORTEST_NAME = 2


class NotNow(Exception):
    """What it belongs to is on its way into the database: to be asked again in so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"asked again in {seconds} s")
        self.seconds = seconds


def find(message: Message, now: datetime) -> UUID | None:
    """The lead that is there already; one whose quote was lost is rebuilt from its message. Raises NotNow."""
    return by_signed_quote(message, now) or by_folio(message) or by_phone(message)


def by_signed_quote(message: Message, now: datetime) -> UUID | None:
    """What the form gave the customer to send: it proves itself, so it also brings back what was lost."""
    genuine = pasted_quotes.read(message.text)
    found = pasted_quotes.find(genuine) if genuine else None
    if found is None or genuine is None or found.id is None:
        return None
    if found.submission:
        return found.submission.lead_id
    if found.state == "waiting":
        raise NotNow(15)
    if found.state != "lost":
        return None
    return store(pasted_quotes.record(genuine, found.id, phone=message.sender, now=now, source=SOURCE))


def by_folio(message: Message) -> UUID | None:
    folios = pasted.folios(message.text.upper())
    rows = Submission.objects.filter(folio__in=folios).order_by("-received_at") if folios else None
    return rows.values_list("lead_id", flat=True).first() if rows is not None else None


def by_phone(message: Message) -> UUID | None:
    found = Lead.objects.only("pk").who_writes(message.sender)
    return found.pk if found else None


def make(message: Message) -> UUID | None:
    """A lead of somebody whom nobody knows yet, by the door of every quote; None for one who was erased."""
    name = message.name if len(message.name) >= SHORTEST_NAME else phones.display(message.sender)
    derived = identity.derive(
        secret=settings.SECRET_KEY,
        token_text=f"whatsapp:{message.id}",
        rendered_at_ms=int(message.sent_at.timestamp() * 1000),
        payload=message.sender.encode(),
    )
    return store(
        SubmissionRecord(
            id=derived.id,
            folio=derived.folio,
            lead=LeadFacts(name=name, phone=message.sender, message=message.text, source=SOURCE),
            submitted_at=message.sent_at,
            language="",
            submitted={"name": name, "phone": message.sender, "message": message.text, "lines": []},
            currency=settings.CURRENCY,
        )
    )


def store(record: SubmissionRecord) -> UUID | None:
    outcome = at_once.store(record)
    if outcome.outcome == "busy":
        raise NotNow(2)
    return outcome.lead_id
