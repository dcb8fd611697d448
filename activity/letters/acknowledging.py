"""The acknowledgement: who left an e-mail address gets the quote in writing, by itself and once."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activity.kinds import SYSTEM
from activity.letters.contents import contents, newest
from activity.letters.letter import write
from activity.letters.models import LetterTemplate
from activity.letters.purposes import Purpose
from activity.outbox.posting import post
from activity.recorder import AlreadyLogged
from leads.exceptions import Refused
from leads.models import Lead
from leadsite.jobs.tasks import task

# What comes in later, from a spool or an import, is for people to answer.
LATEST = timedelta(days=2)
SENTENCE = "Acknowledged by e-mail: {subject}"
SILENT = frozenset({"gone", "stopped_address", "used_key"})  # another time it was said, or must not be


@task("acknowledge-lead", title=_("Acknowledge a quote by e-mail"))
def acknowledge_lead(*, lead_id: str) -> None:
    acknowledge(UUID(lead_id), now=timezone.now())


def acknowledge(lead_id: UUID, *, now: datetime) -> None:
    """Harmless a second time: the letter's row has a key that follows from the lead."""
    lead = Lead.objects.genuine().filter(pk=lead_id).first()
    if lead is None or not lead.email or now - lead.created_at > LATEST:
        return
    asked = newest(lead)
    template = LetterTemplate.objects.acknowledgement(asked.language)
    said = contents(lead, asked)
    if template is None or not said.quote:
        return
    letter = write(template.subject, template.body, said)
    try:
        post(
            lead_id=lead.pk,
            channel="email",
            address=lead.email,
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
            sentence=SENTENCE.format(subject=letter.subject),
            actor=SYSTEM,
            automatic=True,
            template=Purpose.ACKNOWLEDGEMENT,
            now=now,
            key=uuid5(lead.pk, "acknowledgement"),
        )
    except AlreadyLogged:
        pass
    except Refused as refused:
        if refused.code not in SILENT:
            raise
