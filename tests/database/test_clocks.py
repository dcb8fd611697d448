"""What the database itself keeps true about clocks, versions and notices."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from assignments.models import Calendar, CalendarVersion, LeadClock
from leads.models import Lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Lead:
    return Lead.objects.create(name="Priya Sharma", phone="+919820012345")


def first(lead: Lead) -> LeadClock:
    return LeadClock.objects.create(lead=lead, clock="first_response", started_at=timezone.now())


def test_a_lead_has_one_first_response(lead: Lead) -> None:
    LeadClock.objects.filter(lead=lead).delete()
    first(lead)
    LeadClock.objects.update(answered_at=timezone.now())
    with pytest.raises(IntegrityError, match="lead_clocks_one_first"), transaction.atomic():
        first(lead)


def test_a_customer_waits_for_one_thing_at_a_time(lead: Lead) -> None:
    LeadClock.objects.filter(lead=lead).delete()
    first(lead)
    with pytest.raises(IntegrityError, match="lead_clocks_one_running"), transaction.atomic():
        LeadClock.objects.create(lead=lead, clock="next_response", started_at=timezone.now())


def test_a_clock_is_answered_or_over(lead: Lead) -> None:
    LeadClock.objects.filter(lead=lead).delete()
    clock, now = first(lead), timezone.now()
    with pytest.raises(IntegrityError, match="lead_clocks_end_check"), transaction.atomic():
        LeadClock.objects.filter(pk=clock.pk).update(answered_at=now, stopped_at=now + timedelta(hours=1))


def test_clocks_go_with_their_lead_by_plain_sql_too(lead: Lead) -> None:
    LeadClock.objects.filter(lead=lead).delete()
    first(lead)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('leadsite.erasing', %s, true)", [str(lead.pk)])
        cursor.execute("delete from leads where id = %s", [lead.pk])
    assert LeadClock.objects.count() == 0


@pytest.mark.parametrize(
    "statement", ["update calendar_versions set note = 'x'", "delete from calendar_versions"]
)
def test_a_published_version_stays_as_it_is(statement: str) -> None:
    calendar = Calendar.objects.create(name="Weekends too")
    CalendarVersion.objects.create(calendar=calendar, number=1, spec={}, fingerprint="")
    with (
        pytest.raises(IntegrityError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
