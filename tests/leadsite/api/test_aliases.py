"""The names that existing front ends call."""

from typing import Any
from uuid import uuid4

import pytest

from activity.models import Activity
from leads.bulk.models import BulkMove
from leads.models import Lead
from tests.leads.facts import lead
from tests.leadsite.api.asking import Asking
from tests.people import in_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def neha() -> Asking:
    return Asking(in_role("Sales"))


@pytest.mark.parametrize("name", ["lead_id", "leadId", "id"])
def test_one_lead_is_moved_by_each_name(neha: Asking, name: str) -> None:
    row = lead()
    told = neha.post("leads/update-status", {name: str(row.pk), "status": "contacted"}, key=None).json()
    assert (told["success"], told["moved"], Lead.objects.get().status) == (True, 1, "contacted")


@pytest.mark.parametrize("name", ["lead_ids", "leadIds", "ids"])
def test_many_are_moved_by_each_name(neha: Asking, name: str) -> None:
    rows = [lead(1), lead(2, status="lost")]
    body = {name: [str(row.pk) for row in rows], "status": "contacted"}
    told = neha.post("leads/update-status", body, key=None).json()
    assert (told["success"], [one["result"] for one in told["results"]]) == (
        False,
        ["moved", "managers_only"],
    )


@pytest.mark.parametrize(
    ("given", "status", "code"), [({"status": "lost"}, 403, "managers_only"), (None, 404, "not_found")]
)
def test_one_lead_that_does_not_move_is_no_success(
    neha: Asking, given: dict[str, str] | None, status: int, code: str
) -> None:
    named = uuid4() if given is None else lead(**given).pk
    response = neha.post("leads/update-status", {"leadId": str(named), "status": "contacted"}, key=None)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert not BulkMove.objects.exists()


@pytest.mark.parametrize("body", [{"status": "lost"}, {"ids": [], "status": "lost"}])
def test_no_lead_at_all_is_no_success(neha: Asking, body: dict[str, Any]) -> None:
    assert neha.post("leads/update-status", body, key=None).status_code == 422


def test_their_header_makes_it_once(neha: Asking) -> None:
    body = {"id": str(lead().pk), "status": "contacted"}
    answers = [
        neha.post("leads/update-status", body, key=None, **{"X-Idempotency-Key": "7"}) for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    assert answers[1].headers["Idempotent-Replay"] == "true"


def test_the_history_of_sms_is_newest_first(neha: Asking) -> None:
    row = lead()
    facts = {"direction": "out", "automatic": False, "provider": "by hand", "retry_count": 0}
    for text in ("First", "Second"):
        Activity.objects.create(lead=row, type="sms", message=text, metadata=facts)
    Activity.objects.create(lead=row, type="note", message="Not this")
    told = neha.get(f"leads/{row.pk}/sms-history").json()
    assert (told["success"], sorted(one["message"] for one in told["messages"])) == (
        True,
        ["First", "Second"],
    )
