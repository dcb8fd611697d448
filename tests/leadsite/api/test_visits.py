"""Visits by the API: nobody is promised to two customers at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from activity.models import Activity
from assignments.teams.models import Absence
from leads.models import Lead
from tests.leads.facts import lead
from tests.leadsite.api.asking import Asking
from tests.people import in_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def neha() -> Asking:
    return Asking(in_role("Sales"))


def plan(neha: Asking, days: int = 3, **changed: Any) -> dict[str, Any]:
    begins = timezone.now() + timedelta(days=days)
    ends = begins + timedelta(hours=1)
    times = {"starts_at": begins.isoformat(), "ends_at": ends.isoformat()}
    return {"staff": neha.row.user.identifier, "place": "12 Hill Road", **times, **changed}


def proposed(neha: Asking, row: Lead, **changed: Any) -> str:
    response = neha.post(f"v1/leads/{row.pk}/bookings", plan(neha, **changed))
    assert response.status_code == 201, response.content
    found: str = response.json()["id"]
    return found


def test_a_visit_is_proposed(neha: Asking) -> None:
    told = neha.post(f"v1/leads/{lead().pk}/bookings", plan(neha)).json()
    assert (told["type"], told["status"], told["metadata"]["timezone"]) == (
        "booking",
        "pending",
        "Asia/Kolkata",
    )


def test_nobody_is_promised_twice(neha: Asking) -> None:
    proposed(neha, lead(1))
    told = neha.post(f"v1/leads/{lead(2).pk}/bookings", plan(neha))
    assert (told.status_code, told.json()["code"]) == (409, "double_booked")
    assert Activity.objects.filter(type="booking").count() == 1


def test_who_is_away_is_sent_where_the_program_insists(neha: Asking) -> None:
    now = timezone.now()
    Absence.objects.create(user=neha.row.user, begins_at=now, ends_at=now + timedelta(days=9))
    row = lead()
    told = neha.post(f"v1/leads/{row.pk}/bookings", plan(neha))
    assert (told.status_code, told.json()["code"]) == (409, "away")
    assert neha.post(f"v1/leads/{row.pk}/bookings", plan(neha, anyway=True)).status_code == 201


@pytest.mark.parametrize(
    ("deed", "body", "status"),
    [
        ("confirm", None, "confirmed"),
        ("decline", {"words": "On holiday"}, "declined"),
        ("cancel", {"reason": "Ill"}, "cancelled"),
    ],
)
def test_a_visit_is_settled(neha: Asking, deed: str, body: Any, status: str) -> None:
    visit = proposed(neha, lead())
    first = neha.post(f"v1/bookings/{visit}/{deed}", body, key="1")
    assert (first.status_code, first.json()["status"]) == (200, status)
    assert neha.post(f"v1/bookings/{visit}/{deed}", body, key="1").content == first.content


def test_a_visit_is_moved(neha: Asking) -> None:
    visit = proposed(neha, lead())
    told = neha.post(f"v1/bookings/{visit}/move", {**plan(neha, days=4), "reason": "Rain"}).json()
    assert (told["status"], told["metadata"]["replaces"]) == ("pending", visit)
    assert Activity.objects.get(pk=visit).status == "cancelled"


@pytest.mark.parametrize("name", ["booking_id", "bookingId", "id"])
def test_existing_front_ends_confirm_by_their_name(neha: Asking, name: str) -> None:
    visit = proposed(neha, lead())
    sent = [
        neha.post("bookings/confirm", {name: visit}, key=None, **{"X-Idempotency-Key": "1"}) for _ in range(2)
    ]
    assert [one.json()["status"] for one in sent] == ["confirmed", "confirmed"]
    assert sent[1].headers["Idempotent-Replay"] == "true"


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"staff": "nobody"}, "no_colleague", "body.staff"),
        ({"timezone": "Mars/Base"}, "invalid", "body"),
        ({"timezone": "../../etc/passwd"}, "invalid", "body"),
        ({"starts_at": "2020-01-01T10:00:00Z", "ends_at": "2020-01-01T11:00:00Z"}, "in_the_past", None),
        (
            {"starts_at": "9999-12-31T10:00:00Z", "ends_at": "9999-12-31T11:00:00Z"},
            "too_far",
            "body.starts_at",
        ),
        ({"ends_at": "2020-01-01T11:00:00Z"}, "invalid", "body"),
    ],
)
def test_a_wrong_plan_is_refused_with_the_reason(
    neha: Asking, changed: dict[str, str], code: str, field: str | None
) -> None:
    response = neha.post(f"v1/leads/{lead().pk}/bookings", plan(neha, **changed))
    told = response.json()
    assert (response.status_code, told["code"], [error["field"] for error in told["errors"]]) == (
        422, code, [field] if field else [],
    )  # fmt: skip
    assert not Activity.objects.filter(type="booking").exists()


def test_what_is_called_off_is_not_confirmed(neha: Asking) -> None:
    visit = proposed(neha, lead())
    neha.post(f"v1/bookings/{visit}/cancel", {"reason": "Ill"})
    told = neha.post(f"v1/bookings/{visit}/confirm")
    assert (told.status_code, told.json()["code"]) == (409, "closed")
