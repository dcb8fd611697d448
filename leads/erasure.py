"""Erasing a person: every lead, enquiry and activity of theirs, in the database and in the spool.

What stays is a tombstone for each submission. It names no person, so a new enquiry is welcome, and a replay
of an old one, from a spool or from the log of another host, brings nobody back.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.contrib.admin.models import LogEntry
from django.db import connection, transaction
from django.db.models.fields.json import KT
from django.db.models.functions import Lower, Trim

from activity.chats.models import ReceivedPayload
from activity.outbox.models import StoppedAddress
from leads.models import ErasedSubmission, Lead, Submission
from leads.phones import normalise

# A drainer may store what was still in the spool when the search began; the next round finds it.
ROUNDS = 5


@dataclass(frozen=True)
class Person:
    """Whom to erase: by e-mail in any case, by phone in E.164, or by both."""

    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class Erased:
    leads: int = 0
    submissions: int = 0
    spooled: int = 0

    def __add__(self, other: "Erased") -> "Erased":
        return Erased(
            self.leads + other.leads, self.submissions + other.submissions, self.spooled + other.spooled
        )

    def __bool__(self) -> bool:
        return self != Erased()


class Waiting(Protocol):
    """A submission that is not in the database yet."""

    @property
    def id(self) -> UUID: ...
    @property
    def email(self) -> str | None: ...
    @property
    def phone(self) -> str | None: ...


class Spool(Protocol):
    """What erasing needs of leads.intake.spool."""

    def records(self) -> Iterable[Waiting]: ...
    def parked(self) -> Iterable[Waiting]: ...
    def remove(self, submission_id: UUID) -> bool:
        """False where the disk does not let it go."""


def erase(person: Person, *, spool: Spool, region: str) -> Erased:
    """Erase the person for good. `region` tells how a phone was typed without its country code."""
    done = Erased()
    for _ in range(ROUNDS):
        erased = erase_waiting(person, spool) + erase_stored(person, region)
        if not erased:
            forget_stops(person)
            forget_unread(person)
            return done
        done += erased
    return done


def count(person: Person, *, spool: Spool, region: str) -> Erased:
    """What `erase` would erase."""
    leads = lead_ids(person, region)
    submissions = Submission.objects.filter(lead_id__in=leads).count()
    return Erased(len(leads), submissions, sum(1 for _ in waiting(person, spool)))


def erase_waiting(person: Person, spool: Spool) -> Erased:
    """The tombstone comes before the file goes: a drainer that already read the file then stores nothing."""
    found = [record.id for record in waiting(person, spool)]
    ErasedSubmission.objects.bulk_create(
        [ErasedSubmission(submission_id=submission_id) for submission_id in found], ignore_conflicts=True
    )
    return Erased(spooled=sum(spool.remove(submission_id) for submission_id in found))


def waiting(person: Person, spool: Spool) -> Iterator[Waiting]:
    for records in (spool.records(), spool.parked()):
        yield from (record for record in records if is_of(person, record))


def forget_stops(person: Person) -> None:
    """That nothing is sent to their addresses any more: without a lead nothing would be sent."""
    known = [address for address in ((person.email or "").lower(), person.phone) if address]
    StoppedAddress.objects.filter(address__in=known).delete()


def forget_unread(person: Person) -> None:
    """What WhatsApp sent of their number and nobody has read yet: read later, it would bring them back."""
    if person.phone:
        ReceivedPayload.objects.naming(person.phone.removeprefix("+")).delete()


def is_of(person: Person, record: Waiting) -> bool:
    same_email = person.email is not None and (record.email or "").lower() == person.email.lower()
    return same_email or (person.phone is not None and record.phone == person.phone)


def erase_stored(person: Person, region: str) -> Erased:
    return sum((erase_lead(lead_id) for lead_id in lead_ids(person, region)), Erased())


def erase_lead(lead_id: UUID) -> Erased:
    """The lead, what hangs on it, its jobs, the API's answers, what the admin's own log says; triggers leave
    tombstones."""
    with transaction.atomic(), connection.cursor() as cursor:
        if not Lead.objects.select_for_update().filter(pk=lead_id).exists():
            return Erased()
        submissions = Submission.objects.filter(lead_id=lead_id).count()
        LogEntry.objects.filter(object_id__in=names_in_the_admin_log(lead_id)).delete()
        cursor.execute("delete from idempotency_keys where lead_id = %s", [lead_id])
        cursor.execute("delete from procrastinate_jobs where args ->> 'lead_id' = %s", [str(lead_id)])
        cursor.execute("select set_config('leadsite.erasing', %s, true)", [str(lead_id)])
        # The database cascades; Django would read every activity first.
        cursor.execute("delete from leads where id = %s", [lead_id])
        cursor.execute("select set_config('leadsite.erasing', '', true)")
        return Erased(leads=1, submissions=submissions)


def names_in_the_admin_log(lead_id: UUID) -> list[str]:
    """The ids under which the admin may have written down the person's name."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select id::text from leads where id = %(lead)s
            union all select id::text from lead_products where lead_id = %(lead)s
            union all select id::text from submissions where lead_id = %(lead)s
            union all select id::text from lead_activity where lead_id = %(lead)s
            union all select id::text from assignments where lead_id = %(lead)s
            """,
            {"lead": lead_id},
        )
        return [name for (name,) in cursor.fetchall()]


def lead_ids(person: Person, region: str) -> set[UUID]:
    """Leads under the person's e-mail or phone, or with an enquiry in which the person typed one of them."""
    found = set(Lead.objects.of_person(email=person.email, phone=person.phone).values_list("pk", flat=True))
    if person.email:
        typed = Submission.objects.alias(typed=Lower(Trim(KT("submitted__email"))))
        found |= set(typed.filter(typed=person.email.lower()).values_list("lead_id", flat=True))
    if person.phone:
        found |= {lead for lead, typed in phones_like(person.phone) if is_phone(typed, person.phone, region)}
    return found


def phones_like(phone: str) -> list[tuple[UUID, str]]:
    """Leads with what was typed as a phone, where the last seven digits are the same."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select lead_id, submitted ->> 'phone' from submissions
            where right(
                regexp_replace(
                    translate(submitted ->> 'phone', '०१२३४५६७८९', '0123456789'), '[^0-9]', '', 'g'
                ), 7
            ) = right(%s, 7)
            """,
            [phone],
        )
        return list(cursor.fetchall())


def is_phone(typed: str, phone: str, region: str) -> bool:
    try:
        return normalise(typed, region) == phone
    except ValueError:
        return False
