"""What can be read, and by whom."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from activity import approvals, follow_ups, notes
from activity.kinds import Actor
from activity.models import Activity
from leads.lead_list import keyset
from leadsite.api import reading
from leadsite.telemetry.models import AnalyticsEvent
from tests.leads.facts import lead, worked
from tests.leads.quoting.rows import NOW
from tests.leadsite.api.asking import Asking
from tests.people import in_role

pytestmark = pytest.mark.django_db
MEERA = Actor("user", "sales_user_9")


@pytest.fixture
def neha() -> Asking:
    return Asking(in_role("Sales"))


@pytest.fixture
def meera() -> Asking:
    return Asking(in_role("Manager", "meera", "Meera Iyer"))


def names(response: Any) -> list[str]:
    return [row["name"] for row in response.json()["leads"]]


def test_leads_come_newest_first(neha: Asking) -> None:
    for hours in (1, 2, 3):
        lead(hours, asked=NOW - timedelta(hours=hours))
    assert names(neha.get("v1/leads")) == ["Priya Sharma 1", "Priya Sharma 2", "Priya Sharma 3"]


def test_a_lead_is_told_as_the_customer_told_it(neha: Asking) -> None:
    row = lead(company="Sharma & Co", role="Architect", email="priya@example.com")
    told = neha.get(f"v1/leads/{row.pk}").json()
    assert told == {
        "id": str(row.pk), "folio": row.folio, "name": "Priya Sharma 1", "email": "priya@example.com",
        "phone": "+919820000001", "company": "Sharma & Co", "location": None, "role": "Architect", "message": None,
        "source": "website_form", "status": "new", "owner_id": None,
        "created_at": told["created_at"], "updated_at": told["updated_at"],
        "first_response_at": None, "last_contact_at": None, "conversion_date": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": "lost"}, ["Priya Sharma 2"]),
        ({"q": "bricks sharma"}, ["Priya Sharma 3"]),
        ({"q": "98200 00001"}, ["Priya Sharma 1"]),
        ({"source": "referral"}, ["Priya Sharma 3"]),
        ({"view": "unassigned"}, ["Priya Sharma 1", "Priya Sharma 3"]),
        ({"asked_from": "2199-01-01"}, []),
        ({"category": "Flooring"}, []),
    ],
)
def test_leads_are_narrowed(neha: Asking, query: dict[str, str], found: list[str]) -> None:
    lead(1)
    lead(2, asked=NOW - timedelta(hours=1), status="lost")
    lead(3, asked=NOW - timedelta(hours=2), source="referral", company="Bricks")
    assert names(neha.get("v1/leads", **query)) == found


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"status": "sold"}, "query.status"),
        ({"view": "nice"}, "query.view"),
        ({"q": "ab"}, "query.q"),
        ({"q": "a\0bcd"}, "query.q"),
        ({"after": "nowhere"}, "query.after"),
        ({"after": f"never_{uuid4()}"}, "query.after"),
        ({"asked_from": "2026-13-01"}, "query.asked_from"),
    ],
)
def test_what_cannot_be_understood_is_said_beside_its_field(
    neha: Asking, query: dict[str, str], field: str
) -> None:
    response = neha.get("v1/leads", **query)
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [field]


def test_pages_follow_each_other_without_a_gap(neha: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyset, "ROWS", 2)
    for number in range(5):
        lead(number, asked=NOW - timedelta(hours=number))
    pages, after = [], {}
    for _ in range(3):
        page = neha.get("v1/leads", **after)
        pages.append(len(names(page)))
        after = {"after": page.json()["next"]}
    assert (pages, after["after"]) == ([2, 2, 1], None)


def test_a_page_costs_the_same_for_one_lead_and_for_thirty(
    neha: Asking, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    neha.get("v1/leads")
    for upto in (range(1), range(1, 30)):
        for number in upto:
            lead(number, asked=NOW - timedelta(hours=number))
        with django_assert_num_queries(5):  # token, its count, two of permissions, leads
            neha.get("v1/leads")


def test_a_lead_with_everything_about_it_is_what_the_database_tells(neha: Asking) -> None:
    row = worked(lead(), in_role("Sales", "rajesh"))
    told = neha.get(f"v1/leads/{row.pk}/full").json()
    assert told["lead"]["id"] == str(row.pk)
    assert [len(told[name]) for name in ("products", "activities", "pending_follow_ups")] == [2, 2, 0]
    assert told["current_assignment"]["owner_name"] == "Neha Patel"


def test_a_full_lead_is_one_statement_beside_who_asks(
    neha: Asking, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    row = lead()
    neha.get("v1/leads")
    with django_assert_num_queries(5):
        neha.get(f"v1/leads/{row.pk}/full")


@pytest.mark.parametrize("below", ["", "/full", "/activities"])
def test_a_lead_that_is_not_there_is_not_found(neha: Asking, below: str) -> None:
    response = neha.get(f"v1/leads/{uuid4()}{below}")
    assert (response.status_code, response.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("below", ["", "/full", "/activities"])
def test_a_colleagues_lead_is_not_there_where_sales_see_their_own(
    neha: Asking, settings: Settings, below: str
) -> None:
    settings.SALES_SEE = "own"
    row = worked(lead(), in_role("Sales", "rajesh"))
    assert neha.get(f"v1/leads/{row.pk}{below}").status_code == 404


def test_lists_hold_nothing_of_a_colleagues_leads(neha: Asking, meera: Asking, settings: Settings) -> None:
    settings.SALES_SEE = "own"
    row = worked(lead(), in_role("Sales", "rajesh"))
    follow_ups.plan(
        lead_id=row.pk, action="call", at=NOW, reason="", actor=MEERA, now=NOW - timedelta(days=1)
    )
    assert names(neha.get("v1/leads")) == []
    assert neha.get("v1/follow-ups/pending").json() == {"follow_ups": [], "next": None}
    assert neha.get("v1/stats").json()["total_leads"] == 0
    assert names(meera.get("v1/leads")) == ["Priya Sharma 1"]
    assert len(meera.get("v1/follow-ups/pending").json()["follow_ups"]) == 1


def test_the_log_comes_newest_first_and_by_type(neha: Asking) -> None:
    row = lead()
    for text in ("First", "Second"):
        notes.write(lead_id=row.pk, text=text, actor=MEERA)
    told = neha.get(f"v1/leads/{row.pk}/activities", type="note").json()
    assert sorted(entry["message"] for entry in told["activities"]) == ["First", "Second"]
    assert neha.get(f"v1/leads/{row.pk}/activities", type="call").json()["activities"] == []


def test_the_log_comes_in_pages(neha: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "ROWS", 2)
    row = lead()
    for hours in range(3):
        Activity.objects.create(
            lead=row, type="note", message=str(hours), created_at=NOW - timedelta(hours=hours)
        )
    first = neha.get(f"v1/leads/{row.pk}/activities").json()
    rest = neha.get(f"v1/leads/{row.pk}/activities", after=first["next"]).json()
    assert [entry["message"] for entry in first["activities"] + rest["activities"]] == ["0", "1", "2"]
    assert rest["next"] is None


def test_follow_ups_that_are_due_come_oldest_first(neha: Asking) -> None:
    row, now = lead(), timezone.now()
    for hours in (-3, -30, 5):
        at = now + timedelta(hours=hours)
        follow_ups.plan(
            lead_id=row.pk, action="call", at=at, reason=str(hours), actor=MEERA, now=now - timedelta(days=9)
        )
    assert [one["message"] for one in neha.get("v1/follow-ups/pending").json()["follow_ups"]] == ["-30", "-3"]
    ever = neha.get("v1/follow-ups/pending", due="ever").json()["follow_ups"]
    assert [one["message"] for one in ever] == ["-30", "-3", "5"]
    assert (ever[0]["lead_name"], ever[0]["action"]) == ("Priya Sharma 1", "call")


def test_ones_own_follow_ups_are_those_of_ones_leads(neha: Asking) -> None:
    row = lead()
    follow_ups.plan(
        lead_id=row.pk, action="call", at=NOW, reason="", actor=MEERA, now=NOW - timedelta(days=1)
    )
    assert neha.get("v1/follow-ups/pending", whose="mine").json()["follow_ups"] == []
    assert len(neha.get("v1/follow-ups/pending", whose="nobodys").json()["follow_ups"]) == 1


def test_approvals_are_for_those_who_decide(neha: Asking, meera: Asking) -> None:
    approvals.ask(lead_id=lead().pk, what="5 % off", approval_type="discount", actor=MEERA)
    (told,) = meera.get("v1/approvals/pending").json()["approvals"]
    assert (told["message"], told["approval_type"], told["asked_by"]) == (
        "5 % off",
        "discount",
        "sales_user_9",
    )
    assert neha.get("v1/approvals/pending").status_code == 403


def test_the_seven_figures(neha: Asking) -> None:
    lead(asked=timezone.now())
    assert neha.get("v1/stats").json() == {
        "total_leads": 1, "new_leads_today": 1, "pending_follow_ups": 0, "pending_approvals": 0, "sla_violations": 0,
        "avg_response_time_minutes": None, "conversion_rate": 0.0,
    }  # fmt: skip


def test_quotes_that_were_never_sent(neha: Asking) -> None:
    basket = {"lines": 1, "total": "450.00", "currency": "INR", "products": ["wall-panel"]}
    for minutes, page in ((31, "given-up"), (5, "at-work")):
        at = timezone.now() - timedelta(minutes=minutes)
        AnalyticsEvent.objects.create(
            name="basket_priced", page_token=page, created_at=at, language="hi", data=basket
        )
    (told,) = neha.get("v1/telemetry/abandoned").json()["abandoned"]
    assert (told["language"], told["facts"]) == ("hi", basket)


@pytest.mark.parametrize("path", ["v1/leads", "v1/follow-ups/pending", "v1/telemetry/abandoned"])
def test_a_filter_that_nobody_knows_is_a_slip_of_the_keys(path: str) -> None:
    response = Asking(in_role("Manager")).get(path, stauts="new")
    assert response.status_code == 422
    assert response.json()["errors"] == [
        {"field": "query.stauts", "message": "Extra inputs are not permitted"}
    ]
