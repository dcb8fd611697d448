"""Counts and choices, all in one statement."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from assignments.models import Assignment
from leads.lead_list import overview as module
from leads.lead_list.overview import Count, overview
from leads.lead_list.saved_views import VIEWS, Reader
from leads.models import Lead
from tests.leads.facts import lead, worked
from tests.people import alice, bob, charlie, in_role

pytestmark = pytest.mark.django_db


def test_it_is_one_statement(django_assert_num_queries: Callable[[int], object]) -> None:
    reader = Reader(alice(), timezone.now())
    with django_assert_num_queries(1):
        overview(reader)


@pytest.mark.parametrize(("rows", "text"), [(0, "0"), (1000, "1,000"), (1001, "1,000+")])
def test_a_count_is_exact_up_to_a_thousand(rows: int, text: str) -> None:
    assert str(Count(rows)) == text


def test_nobody_counts_further(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "COUNTED", 2)
    for number in range(5):
        lead(number)
    counts = overview(Reader(alice(), timezone.now())).counts
    assert (counts["all"], str(counts["all"])) == (Count(3), "2+")


def test_sources_and_categories_are_those_there_are() -> None:
    worked(lead(1, source="referral"), bob())
    lead(2, source="fair")
    lead(3, source="fair")
    found = overview(Reader(alice(), timezone.now()))
    assert (found.sources, found.categories) == (["fair", "referral"], ["Laminates"])


def test_an_empty_shop_offers_nothing() -> None:
    found = overview(Reader(alice(), timezone.now()))
    assert (found.sources, found.categories, Lead.objects.count()) == ([], [], 0)


def test_only_so_many_choices_are_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_CHOICES", 2)
    for number in range(5):
        lead(number, source=f"source {number}")
    assert overview(Reader(alice(), timezone.now())).sources == ["source 0", "source 1"]


def test_owners_are_active_colleagues() -> None:
    person = alice()
    gone = bob()
    gone.is_active = False
    gone.save()
    charlie()  # no staff
    assert overview(Reader(person, timezone.now())).owners == [(person.identifier, "Alice Menon")]


def test_views_are_not_counted_where_nobody_reads_it() -> None:
    lead(1, source="referral")
    found = overview(Reader(alice(), timezone.now()), counted=())
    assert (found.counts, found.sources) == ({}, ["referral"])


@pytest.mark.parametrize("sees", ["all", "own"])
def test_what_is_counted_is_what_is_listed(sees: str, settings: Settings) -> None:
    settings.SALES_SEE = sees
    now = timezone.now()
    neha, rajesh = in_role("Sales"), in_role("Sales", "rajesh", "Rajesh Kumar")
    for number, owner in ((1, neha), (2, rajesh), (3, neha)):
        row = lead(number, asked=now, suspect="honeypot" if number == 3 else None)
        Assignment.objects.create(lead=row, owner=owner, owner_name=owner.name, sla_deadline=now)
        for _ in range(2):
            facts = {"action": "call", "scheduled_for": now.isoformat()}
            row.activities.create(type="follow_up", status="pending", message="Call", metadata=facts)
    lead(4, asked=now).activities.create(type="follow_up", status="pending", message="Call", metadata=facts)
    reader = Reader(neha, now + timedelta(seconds=1))
    counts = overview(reader).counts
    listed = {view.name: view.leads(Lead.objects.all(), reader).count() for view in VIEWS}
    assert {name: count.rows for name, count in counts.items()} == listed
    assert (listed["overdue"], listed["due-today"]) == ((2, 3) if sees == "all" else (1, 2))
