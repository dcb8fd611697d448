"""A reply to the customer of a lead, from its page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from activity.kinds import Actor
from activity.letters.contents import contents, newest
from activity.letters.letter import Letter, write
from activity.letters.models import LetterTemplate
from activity.models import Activity
from activity.outbox.posting import post
from leads.exceptions import Refused
from leads.models import Lead

LONGEST_IN_THE_LOG = 4000


@dataclass(frozen=True)
class Reply:
    """What a colleague typed; `template` is the name of the one it began with, "" for none."""

    subject: str
    body: str
    signature: str
    template: str = ""

    def to(self, lead: Lead) -> Letter:
        return write(self.subject, self.body, contents(lead, newest(lead), colleague=self.signature))


def typed(data: Mapping[str, Any], signature: str) -> Reply:
    """What the form of a reply says."""
    row = LetterTemplate.objects.filter(pk=data["template"]).first() if data.get("template") else None
    return Reply(data["subject"], data["text"], signature, row.name if row else "")


def send(*, lead_id: UUID, reply: Reply, actor: Actor, now: datetime, key: UUID | None = None) -> Activity:
    """To the lead's e-mail address. Raises Refused (gone, no_email, and those of post()), AlreadyLogged."""
    lead = Lead.objects.filter(pk=lead_id).first()
    if lead is None or not lead.email:
        raise Refused("no_email" if lead else "gone")
    letter = reply.to(lead)
    return post(
        lead_id=lead.pk,
        channel="email",
        address=lead.email,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        sentence=f"{letter.subject}\n\n{letter.text.strip()}"[:LONGEST_IN_THE_LOG],
        actor=actor,
        automatic=False,
        template=reply.template,
        now=now,
        key=key,
    )
