"""Erasing a person leaves tombstones and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType

from activity.models import Activity
from assignments.models import Assignment, LeadClock
from leads.erasure import Erased, Person, count, erase, erase_lead
from leads.models import ErasedSubmission, Lead, LeadProduct, Submission
from leadsite.jobs.models import Job, JobLogEntry
from leadsite.keys import new_id
from leadsite.once.models import IdempotencyKey
from tests.leads import facts
from tests.leads.facts import failed_job

pytestmark = pytest.mark.django_db

PRIYA = Person(email="Priya@Example.com", phone="+919876543210")


@dataclass(frozen=True)
class Record:
    email: str | None = None
    phone: str | None = None
    id: UUID = field(default_factory=new_id)


class Spool:
    """A spool in memory."""

    def __init__(self, records: Iterable[Record] = (), parked: Iterable[Record] = ()) -> None:
        self.waiting = list(records)
        self.bad = list(parked)

    def records(self) -> list[Record]:
        return list(self.waiting)

    def parked(self) -> list[Record]:
        return list(self.bad)

    def remove(self, submission_id: UUID) -> bool:
        self.waiting = [record for record in self.waiting if record.id != submission_id]
        self.bad = [record for record in self.bad if record.id != submission_id]
        return True


def lead(**columns: str) -> Lead:
    """A lead with one of everything."""
    made = Lead.objects.create(**{"name": "Priya Sharma", **columns})
    Submission.objects.create(
        pk=made.pk, lead=made, folio=str(made.pk), submitted={"name": "Priya", **columns}
    )
    LeadProduct.objects.create(lead=made, category="Flooring", product="Oak")
    Activity.objects.create(lead=made, type="note", message="Likes oak.")
    Assignment.objects.create(lead=made, owner_id="sales_user_5", sla_deadline=datetime.now(UTC))
    return made


def erased(person: Person, spool: Spool | None = None) -> Erased:
    return erase(person, spool=spool or Spool(), region="IN")


def tombstones() -> set[UUID]:
    return set(ErasedSubmission.objects.values_list("pk", flat=True))


def test_everything_of_the_person_goes_and_others_stay() -> None:
    by_email, by_phone = lead(email="priya@example.com"), lead(phone="+919876543210")
    other = lead(name="Rajesh Kumar", email="rajesh@example.com")
    assert erased(PRIYA) == Erased(leads=2, submissions=2)
    for model in (LeadProduct, Submission, Activity, Assignment):
        assert [row.lead_id for row in model.objects.all()] == [other.pk]
    assert list(Lead.objects.all()) == [other]
    assert tombstones() == {by_email.pk, by_phone.pk}


def test_a_person_without_a_phone_is_nobody_else() -> None:
    lead(phone="+919876543210")
    assert erased(Person(email="priya@example.com")) == Erased()
    assert Lead.objects.count() == 1


@pytest.mark.parametrize("typed", ["98765 43210", "+91-98765-43210", "९८७६५ ४३२१०"])
def test_an_enquiry_in_which_the_person_typed_the_phone_is_found(typed: str) -> None:
    made = lead(email="typed@example.com")
    Submission.objects.create(lead=made, folio="F", kind="repeat", submitted={"phone": typed})
    assert erased(Person(phone="+919876543210")) == Erased(leads=1, submissions=2)


def test_an_enquiry_in_which_the_person_typed_the_email_is_found() -> None:
    made = lead(phone="+912223456789")
    Submission.objects.create(lead=made, folio="F", kind="repeat", submitted={"email": " PRIYA@example.com "})
    assert erased(Person(email="priya@example.com")) == Erased(leads=1, submissions=2)


def test_a_number_that_only_ends_alike_is_another() -> None:
    made = lead(email="typed@example.com")
    Submission.objects.create(lead=made, folio="F", kind="repeat", submitted={"phone": "88765 43210"})
    assert erased(Person(phone="+919876543210")) == Erased()


def test_what_waits_in_the_spool_goes_and_never_comes_back() -> None:
    waiting, parked = Record(email="PRIYA@example.com"), Record(phone="+919876543210")
    other = Record(email="rajesh@example.com", phone="+912223456789")
    spool = Spool([waiting, other], [parked])
    assert erased(PRIYA, spool) == Erased(spooled=2)
    assert (spool.records(), spool.parked()) == ([other], [])
    assert tombstones() == {waiting.id, parked.id}


def test_what_a_drainer_stores_meanwhile_is_found_in_the_next_round() -> None:
    class Drained(Spool):
        """Its one record entered the database between the search there and the search here."""

        def records(self) -> list[Record]:
            found, self.waiting = self.waiting, []
            if not found and not self.bad:
                self.bad.append(Record())
                lead(email="priya@example.com")
            return []

    lead(phone="+919876543210")
    assert erased(PRIYA, Drained([Record(email="priya@example.com")])) == Erased(leads=2, submissions=2)
    assert Lead.objects.count() == 0


def test_the_admins_own_log_forgets_the_name() -> None:
    neha = get_user_model().objects.create_user("neha", name="Neha Patel")
    priya, rajesh = lead(email="priya@example.com"), lead(name="Rajesh Kumar", email="rajesh@example.com")
    kind = ContentType.objects.get_for_model(Lead)
    for row in (priya, rajesh):
        LogEntry.objects.create(
            user=neha, content_type=kind, object_id=str(row.pk), object_repr=row.name, action_flag=CHANGE
        )
    erased(PRIYA)
    assert list(LogEntry.objects.values_list("object_repr", flat=True)) == ["Rajesh Kumar"]


def test_erasing_twice_is_harmless() -> None:
    lead(email="priya@example.com")
    erased(PRIYA)
    assert erased(PRIYA) == Erased()


def test_a_new_enquiry_of_the_person_is_welcome() -> None:
    lead(email="priya@example.com")
    erased(PRIYA)
    lead(email="priya@example.com")
    assert Lead.objects.count() == 1


def test_counting_changes_nothing() -> None:
    lead(email="priya@example.com")
    spool = Spool([Record(phone="+919876543210")])
    assert count(PRIYA, spool=spool, region="IN") == Erased(leads=1, submissions=1, spooled=1)
    assert (Lead.objects.count(), len(spool.records()), tombstones()) == (1, 1, set())


def test_jobs_about_the_lead_go_with_it() -> None:
    priya, other = lead(email="priya@example.com"), lead(email="other@example.com")
    failed_job(priya)
    stays = failed_job(other)
    erased(Person(email="priya@example.com"))
    assert list(Job.objects.values_list("pk", flat=True)) == [stays.pk]
    assert list(JobLogEntry.objects.values_list("job", flat=True)) == [stays.pk]


def test_what_the_person_waited_for_goes_with_the_lead() -> None:
    row = facts.lead()
    assert LeadClock.objects.filter(lead=row).count() == 1
    erase_lead(row.pk)
    assert LeadClock.objects.count() == 0


def test_what_the_api_answered_about_a_lead_goes_with_it() -> None:
    gone, stays = facts.lead(1), facts.lead(2)
    for row in (gone, stays):
        IdempotencyKey.objects.create(
            scope="api", actor_id="x", key=str(row.pk), lead_id=row.pk, claimed_at=row.created_at
        )
    erase_lead(gone.pk)
    assert list(IdempotencyKey.objects.values_list("lead_id", flat=True)) == [stays.pk]
