"""SMS by the API."""

from typing import Any

import pytest
from django.utils import timezone

from activity.models import Activity
from activity.outbox import stops
from activity.outbox.models import OutgoingMessage, StopReason
from leadsite.api.scopes import Scope
from tests.leads.facts import lead
from tests.leadsite.api.asking import Asking
from tests.people import in_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def neha() -> Asking:
    return Asking(in_role("Sales"))


def test_an_sms_waits_in_the_outbox(neha: Asking) -> None:
    response = neha.post(f"v1/leads/{lead().pk}/sms", {"text": "Your samples are here"})
    assert (response.status_code, response.json()["status"]) == (201, "queued")
    message = OutgoingMessage.objects.get()
    assert (message.address, message.text) == ("+919820000001", "Your samples are here")


def test_sent_twice_it_is_sent_once(neha: Asking) -> None:
    row = lead()
    answers = [neha.post(f"v1/leads/{row.pk}/sms", {"text": "Hello"}, key="1") for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert OutgoingMessage.objects.count() == 1


@pytest.mark.parametrize("name", ["lead_id", "leadId", "id"])
@pytest.mark.parametrize("words", ["text", "message"])
def test_existing_front_ends_send_by_their_names(neha: Asking, name: str, words: str) -> None:
    body = {name: str(lead().pk), words: "Hello"}
    answers: list[Any] = [
        neha.post("leads/send-sms", body, key=None, **{"X-Idempotency-Key": "1"}) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert OutgoingMessage.objects.count() == 1


def test_who_does_not_want_any_gets_none(neha: Asking) -> None:
    row = lead()
    stops.stop(channel="sms", address=row.phone or "", reason=StopReason.OPT_OUT, now=timezone.now())
    response = neha.post(f"v1/leads/{row.pk}/sms", {"text": "Hello"})
    assert (response.status_code, response.json()["code"]) == (409, "stopped_address")
    assert not Activity.objects.filter(type="sms").exists()


def test_a_lead_without_a_phone_gets_none(neha: Asking) -> None:
    row = lead(phone=None, email="priya@example.com")
    response = neha.post(f"v1/leads/{row.pk}/sms", {"text": "Hello"})
    assert (response.status_code, response.json()["code"]) == (409, "no_phone")


def test_it_needs_its_own_scope() -> None:
    asking = Asking(in_role("Sales"), [Scope.READ, Scope.WRITE])
    assert asking.post(f"v1/leads/{lead().pk}/sms", {"text": "Hello"}).json()["code"] == "no_scope"


def test_the_history_is_of_sms_alone(neha: Asking) -> None:
    row = lead()
    neha.post(f"v1/leads/{row.pk}/sms", {"text": "Hello"})
    neha.post(f"v1/leads/{row.pk}/notes", {"text": "Not this"})
    told = neha.get(f"v1/leads/{row.pk}/sms").json()
    assert [one["message"] for one in told["activities"]] == ["Hello"]
