"""What can be done: by the workflow's own doors, once under its key, refused in words."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from activity import approvals, follow_ups
from activity.kinds import Actor
from activity.models import Activity
from assignments.models import Assignment
from leads.bulk.models import BulkMove
from leads.models import Lead
from leadsite.once.models import IdempotencyKey
from tests.leads.facts import lead, worked
from tests.leadsite.api.asking import Asking
from tests.people import in_role

pytestmark = pytest.mark.django_db
LATER = "2099-12-01T10:00:00+05:30"
MEERA = Actor("user", "sales_user_meera")


@pytest.fixture
def meera() -> Asking:
    return Asking(in_role("Manager", "meera", "Meera Iyer"))


@pytest.fixture
def neha() -> Asking:
    return Asking(in_role("Sales"))


def task(row: Lead) -> Activity:
    now = timezone.now()
    return follow_ups.plan(
        lead_id=row.pk, action="call", at=now + timedelta(hours=1), reason="Samples", actor=MEERA, now=now
    )


def request(row: Lead) -> Activity:
    return approvals.ask(lead_id=row.pk, what="5 % off", approval_type="discount", actor=MEERA)


# Where it is sent, what, and what the answer says.
GOOD = [
    ("leads/{lead}/status", {"status": "qualified"}, 200, {"result": "moved", "was": "new", "status": "qualified"}),
    ("leads/{lead}/status", {"status": "new"}, 200, {"result": "same"}),
    ("leads/{lead}/status", {"status": "lost", "reason": "Bought elsewhere"}, 200, {"result": "moved"}),
    ("leads/{lead}/take", None, 200, {"owner_name": "Meera Iyer"}),
    ("leads/{lead}/assign", {"owner": "{neha}", "reason": "Hers"}, 200, {"owner_name": "Neha Patel"}),
    ("leads/{lead}/notes", {"text": " Prefers mornings "}, 201, {"type": "note", "message": "Prefers mornings"}),
    ("leads/{lead}/contacts", {"kind": "call", "direction": "out", "outcome": "reached"}, 201, {"type": "call", "status": "completed"}),
    ("leads/{lead}/contacts", {"kind": "email", "direction": "in", "message": "Wants samples"}, 201, {"message": "Wants samples"}),
    ("leads/{lead}/follow-ups", {"action": "call", "scheduled_for": LATER}, 201, {"status": "pending", "due_at": "2099-12-01T04:30:00Z"}),
    ("leads/{lead}/approvals", {"approval_type": "discount", "what": "5 % off"}, 201, {"type": "approval", "status": "pending"}),
    ("follow-ups/{task}/snooze", {"scheduled_for": LATER}, 200, {"status": "pending", "due_at": "2099-12-01T04:30:00Z"}),
    ("follow-ups/{task}/complete", {"outcome": "Sent"}, 200, {"status": "completed"}),
    ("follow-ups/{task}/cancel", {}, 200, {"status": "cancelled"}),
    ("approvals/{request}/decide", {"verdict": "rejected", "reason": "Too much"}, 200, {"status": "rejected"}),
]  # fmt: skip

# What is wrong, and where that is said.
BAD = [
    ("leads/{lead}/status", {"status": "sold"}, 422, "invalid", "body.status"),
    ("leads/{lead}/status", {"status": "lost"}, 422, "needs_reason", None),
    ("leads/{lead}/status", {"status": "lost", "reason": "x" * 501}, 422, "invalid", "body.reason"),
    ("leads/{lead}/status", {"status": "lost", "reasons": "x"}, 422, "invalid", "body.reasons"),
    ("leads/{lead}/status", {"status": "contacted", "unchanged_since": "2020-01-01T00:00:00Z"}, 409, "changed_meanwhile", None),
    ("leads/{lead}/status", {"status": "contacted", "unchanged_since": "2020-01-01T00:00:00"}, 422, "invalid", "body.unchanged_since"),
    ("leads/{lead}/assign", {"owner": "nobody", "reason": "x"}, 422, "no_colleague", "body.owner"),
    ("leads/{lead}/assign", {"owner": "{neha}", "reason": " "}, 422, "invalid", "body.reason"),
    ("leads/{lead}/notes", {"text": "a\0b"}, 422, "invalid", "body.text"),
    ("leads/{lead}/notes", {"text": "\ud800"}, 422, "invalid", "body.text"),
    ("leads/{lead}/notes", {"text": "x" * 4001}, 422, "invalid", "body.text"),
    ("leads/{lead}/notes", [], 422, "invalid", "body"),
    ("leads/{lead}/contacts", {"kind": "call", "direction": "out"}, 422, "invalid", "body"),
    ("leads/{lead}/contacts", {"kind": "fax", "direction": "out"}, 422, "invalid", "body.kind"),
    ("leads/{lead}/follow-ups", {"action": "call", "scheduled_for": "2020-01-01T10:00:00Z"}, 422, "in_the_past", None),
    ("leads/{lead}/follow-ups", {"action": "call", "scheduled_for": "9999-01-01T10:00:00Z"}, 422, "too_far", "body.scheduled_for"),
    ("leads/{lead}/follow-ups", {"action": "call", "scheduled_for": "soon"}, 422, "invalid", "body.scheduled_for"),
    ("leads/{lead}/approvals", {"approval_type": "gift", "what": "x"}, 422, "invalid", "body.approval_type"),
    ("follow-ups/{request}/cancel", {}, 404, "not_found", None),
    ("approvals/{request}/decide", {"verdict": "approved", "reason": ""}, 422, "invalid", "body.reason"),
    ("leads/status", {"lead_ids": [], "status": "lost"}, 422, "invalid", "body.lead_ids"),
    ("leads/status", {"lead_ids": ["x"], "status": "lost"}, 422, "invalid", "body.lead_ids.0"),
]  # fmt: skip


def filled(text: Any, keys: dict[str, str]) -> Any:
    if isinstance(text, dict):
        return {name: filled(value, keys) for name, value in text.items()}
    return (
        text.format(**keys)
        if isinstance(text, str) and text.startswith(("{", "leads/", "follow", "approv"))
        else text
    )


@pytest.fixture
def keys() -> dict[str, str]:
    row = lead()
    colleague = in_role("Sales", "other", "Neha Patel")
    return {
        "lead": str(row.pk), "neha": colleague.identifier, "task": str(task(row).pk), "request": str(request(row).pk),
    }  # fmt: skip


@pytest.mark.parametrize(("path", "body", "status", "told"), GOOD)
def test_a_deed_is_done_and_told(
    meera: Asking, keys: dict[str, str], path: str, body: Any, status: int, told: dict[str, Any]
) -> None:
    response = meera.post(f"v1/{filled(path, keys)}", filled(body, keys))
    assert response.status_code == status, response.content
    assert {name: response.json()[name] for name in told} == told
    assert "Idempotent-Replay" not in response.headers


@pytest.mark.parametrize(("path", "body", "status", "told"), GOOD)
def test_sent_twice_it_is_done_once(
    meera: Asking, keys: dict[str, str], path: str, body: Any, status: int, told: dict[str, Any]
) -> None:
    first, before = (
        meera.post(f"v1/{filled(path, keys)}", filled(body, keys), key="k"),
        Activity.objects.count(),
    )
    again = meera.post(f"v1/{filled(path, keys)}", filled(body, keys), key="k")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["Idempotent-Replay"] == "true"
    assert Activity.objects.count() == before


@pytest.mark.parametrize(("path", "body", "status", "code", "field"), BAD)
def test_a_wrong_request_changes_nothing_and_is_told_why(
    meera: Asking, keys: dict[str, str], path: str, body: Any, status: int, code: str, field: str | None
) -> None:
    before = (Activity.objects.count(), Assignment.objects.count(), Lead.objects.get().status)
    response = meera.post(f"v1/{filled(path, keys)}", filled(body, keys))
    told = response.json()
    assert (response.status_code, told["status"], told["code"]) == (status, status, code)
    assert response.headers["Content-Type"] == "application/problem+json"
    assert [error["field"] for error in told["errors"]] == ([field] if field else [])
    assert (Activity.objects.count(), Assignment.objects.count(), Lead.objects.get().status) == before


@pytest.mark.parametrize("path", sorted({path for path, *_ in GOOD}))
def test_a_colleagues_lead_is_not_there_where_sales_see_their_own(
    neha: Asking, keys: dict[str, str], path: str, settings: Settings
) -> None:
    settings.SALES_SEE = "own"
    worked(Lead.objects.get(), in_role("Sales", "rajesh"))
    bodies = {other: body for other, body, *_ in GOOD}
    status = neha.post(f"v1/{filled(path, keys)}", filled(bodies[path], keys)).status_code
    assert status == (403 if "assign" in path or "decide" in path else 404)


def test_a_write_without_a_key_is_refused(neha: Asking) -> None:
    response = neha.post(f"v1/leads/{lead().pk}/notes", {"text": "Hello"}, key=None)
    assert (response.status_code, response.json()["code"]) == (400, "no_key")


@pytest.mark.parametrize("key", ["é", "a b", "x" * 256])
def test_a_key_that_cannot_be_kept_is_refused(neha: Asking, key: str) -> None:
    response = neha.post(f"v1/leads/{lead().pk}/notes", {"text": "Hello"}, key=key)
    assert (response.status_code, response.json()["code"]) == (400, "no_key")


def test_the_other_name_of_the_header_counts_as_well(neha: Asking) -> None:
    row = lead()
    for _ in range(2):
        sent = neha.post(
            f"v1/leads/{row.pk}/notes", {"text": "Hello"}, key=None, **{"X-Idempotency-Key": "1"}
        )
    assert sent.headers["Idempotent-Replay"] == "true"


def test_the_same_key_with_other_words_is_refused(neha: Asking) -> None:
    row = lead()
    neha.post(f"v1/leads/{row.pk}/notes", {"text": "Hello"}, key="1")
    response = neha.post(f"v1/leads/{row.pk}/notes", {"text": "Goodbye"}, key="1")
    assert (response.status_code, response.json()["code"]) == (422, "used_key")
    assert Activity.objects.get(type="note").message == "Hello"


def test_the_same_words_spelt_otherwise_are_the_same(neha: Asking) -> None:
    row = lead()
    path, headers = f"/api/v1/leads/{row.pk}/contacts", {"Idempotency-Key": "1"}
    sent = [
        '{"kind": "sms", "direction": "in", "message": "Hi"}',
        '{"message":"Hi","direction":"in","kind":"sms"}',
    ]
    answers = [
        neha.client.post(path, body, content_type="application/json", headers=headers) for body in sent
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[1].headers["Idempotent-Replay"] == "true"


def test_while_the_first_is_at_work_the_second_is_told_so(neha: Asking) -> None:
    row = lead()
    neha.post(f"v1/leads/{row.pk}/notes", {"text": "Hello"}, key="1")
    IdempotencyKey.objects.update(status=None)
    response = neha.post(f"v1/leads/{row.pk}/notes", {"text": "Hello"}, key="1")
    assert (response.status_code, response.json()["code"], response.headers["Retry-After"]) == (
        409,
        "still_running",
        "1",
    )


def test_a_refusal_is_an_answer_that_is_given_again(neha: Asking) -> None:
    row = lead()
    first = neha.post(f"v1/leads/{row.pk}/status", {"status": "lost"}, key="1")
    again = neha.post(f"v1/leads/{row.pk}/status", {"status": "lost"}, key="1")
    assert (first.status_code, again.status_code, again.headers["Idempotent-Replay"]) == (422, 422, "true")


def test_the_log_names_who_did_it(neha: Asking) -> None:
    row = lead()
    neha.post(f"v1/leads/{row.pk}/status", {"status": "lost", "reason": "Too far away"})
    change = Activity.objects.get(type="status_change")
    assert (change.actor_type, change.actor_id) == ("user", neha.row.user.identifier)
    assert change.metadata == {"from": "new", "to": "lost", "reason": "Too far away"}


def test_a_call_stops_the_customers_clock(neha: Asking) -> None:
    row = lead()
    neha.post(f"v1/leads/{row.pk}/contacts", {"kind": "call", "direction": "out", "outcome": "reached"})
    assert Lead.objects.get().first_response_at is not None


def test_only_a_manager_moves_a_lead_back(neha: Asking, meera: Asking) -> None:
    row = lead(status="qualified")
    back = {"status": "new", "reason": "Mistake"}
    assert neha.post(f"v1/leads/{row.pk}/status", back).json()["code"] == "managers_only"
    assert meera.post(f"v1/leads/{row.pk}/status", back).json()["result"] == "moved"


def test_a_lead_that_somebody_has_is_not_taken(neha: Asking) -> None:
    row = worked(lead(), in_role("Sales", "rajesh", "Rajesh Kumar"))
    told = neha.post(f"v1/leads/{row.pk}/take").json()
    assert (told["code"], told["detail"]) == ("already_taken", "Rajesh Kumar has taken this lead already.")


def test_nobody_decides_their_own_request(meera: Asking) -> None:
    asked = meera.post(
        f"v1/leads/{lead().pk}/approvals", {"approval_type": "discount", "what": "5 % off"}
    ).json()
    told = meera.post(f"v1/approvals/{asked['id']}/decide", {"verdict": "approved", "reason": "Fine"})
    assert (told.status_code, told.json()["code"]) == (409, "own_request")


def test_what_is_settled_is_not_settled_again(neha: Asking) -> None:
    done = task(lead())
    neha.post(f"v1/follow-ups/{done.pk}/cancel", {})
    told = neha.post(f"v1/follow-ups/{done.pk}/cancel", {})
    assert (told.status_code, told.json()["detail"]) == (409, "This is cancelled already.")


def test_many_leads_are_told_one_by_one(neha: Asking) -> None:
    rows = [lead(1), lead(2, status="lost"), lead(3, status="contacted")]
    unknown = uuid4()
    named = [str(row.pk) for row in rows] + [str(unknown), str(rows[0].pk)]
    told = neha.post("v1/leads/status", {"lead_ids": named, "status": "contacted"}).json()
    assert [one["result"] for one in told["results"]] == ["moved", "managers_only", "same", "not_found"]
    assert (told["moved"], told["not_moved"]) == (1, 3)
    assert BulkMove.objects.get().pk.hex == told["move_id"].replace("-", "")


def test_a_thousand_leads_are_the_most(neha: Asking) -> None:
    named = [str(uuid4()) for _ in range(1001)]
    assert neha.post("v1/leads/status", {"lead_ids": named, "status": "lost"}).status_code == 422


def test_a_body_that_is_no_json_is_told_so(neha: Asking) -> None:
    response = neha.client.post(
        f"/api/v1/leads/{lead().pk}/notes",
        "{",
        content_type="application/json",
        headers={"Idempotency-Key": "1"},
    )
    assert (response.status_code, response.json()["code"]) == (400, "unreadable")
