"""Telling the customer about a visit: by e-mail with the calendar file, or by SMS, through the outbox."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid5

from django.db.models.fields.json import KT

from activity.bookings import calendar_file, links, visit
from activity.bookings.words import Letter
from activity.kinds import Actor
from activity.models import Activity
from activity.outbox import channels
from activity.outbox.posting import post
from leads.exceptions import Refused
from leads.models import Lead, Submission
from leadsite.accounts.models import User

# What is said, and how the log calls it.
SAID = {
    "invitation": "Invitation to the visit",
    "reminder": "Reminder of the visit",
    "called_off": "Told that the visit is off",
}


@dataclass(frozen=True)
class Teller:
    """Writes to the customer of `lead` about one of its visits; `site` is where their pages are."""

    lead: Lead
    activity: Activity
    site: str

    def tell(self, what: str, *, way: str, actor: Actor, now: datetime, automatic: bool = False) -> None:
        """`what` is one of SAID, `way` email or sms; the same of one visit by one way is sent once.

        Raises Refused (gone, stopped_address, no_channel, no_contact), AlreadyLogged.
        """
        letter = self.letter()
        address = address_of(self.lead, way)
        if letter is None or not address:
            raise Refused("no_contact")
        post(
            lead_id=self.lead.pk,
            channel=way,
            address=address,
            text=getattr(letter, what)(),
            sentence=SAID[what],
            subject=letter.subject() if way == "email" else "",
            attachments=[self.attachment(letter)] if way == "email" else (),
            template=f"visit_{what}",
            actor=actor,
            automatic=automatic,
            now=now,
            key=uuid5(self.activity.pk, f"{what} {way}"),
        )

    def letter(self) -> Letter | None:
        """None where nobody can read when the visit is."""
        read = visit.read(self.activity)
        if read is None:
            return None
        staff = User.objects.filter(identifier=read.staff_id).values_list("name", flat=True).first()
        language = language_of(self.lead)
        address = links.visit_url(self.site, read.id, language)
        return Letter(read, self.lead.name, staff or "", address, language)

    def attachment(self, letter: Letter) -> dict[str, str]:
        content = calendar_file.write(
            self.activity, letter.visit, staff=letter.staff, address=letter.address, language=letter.language
        )
        return {
            "name": calendar_file.NAME,
            "type": "text/calendar",
            "base64": b64encode(content).decode(),
        }


def ways(lead: Lead) -> list[str]:
    """How this customer can be told from here, the best first."""
    return [way for way in ("email", "sms") if way in channels.CHANNELS and address_of(lead, way)]


def address_of(lead: Lead, way: str) -> str:
    return (lead.email if way == "email" else lead.phone) or ""


def language_of(lead: Lead) -> str:
    """In which the customer asked last, "" where nobody knows."""
    asked = Submission.objects.filter(lead=lead).order_by("-received_at", "-id")
    return asked.values_list(KT("submitted__language"), flat=True).first() or ""
