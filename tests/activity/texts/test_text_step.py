"""An SMS from the page of a lead: its size and its price are seen before it goes, and it goes once."""

from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from activity.models import Activity
from activity.outbox import stops
from activity.outbox.channels import Rejected
from activity.outbox.models import OutgoingMessage, StopReason
from activity.texts.models import TextTemplate
from activity.texts.text_form import TextForm
from leads.models import Lead
from tests.activity.outbox.messages import PHONE, send, waiting_jobs
from tests.activity.outbox.scripted import ScriptedChannel
from tests.leads import facts
from tests.leads.steps import logged_in, said, sent, step
from tests.people import in_role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("channel")]


@pytest.fixture
def neha() -> Client:
    return logged_in(in_role("Sales"))


def lead() -> Lead:
    return facts.lead(phone=PHONE)


def texts() -> list[Activity]:
    return list(Activity.objects.of_types(["sms"]).newest_first())


def again(row: Activity) -> str:
    return f"/admin/activity/activity/{row.pk}/again/"


def test_what_it_is_and_costs_is_shown_first(neha: Client, settings: Any) -> None:
    settings.SMS_PRICE, settings.CURRENCY = Decimal(2), "INR"
    row = lead()
    answer = neha.post(step(row, "text"), sent(row, text="नमस्ते " * 11))
    assert (answer.status_code, texts()) == (422, [])
    page = answer.content.decode()
    assert "Nothing was sent yet." in page
    assert "2 SMS · ₹4.00 · With “न” an SMS has room for 70 letters instead of 160." in page
    assert 'name="parts" value="2"' in page
    assert "नमस्ते नमस्ते" in page


def test_then_it_goes(neha: Client) -> None:
    row = lead()
    answer = neha.post(step(row, "text"), sent(row, text="Samples are here.", parts="1"))
    assert (answer.status_code, said(answer)) == (
        302, ["The SMS is on its way. The timeline says when it was sent."],
    )  # fmt: skip
    (text,) = texts()
    assert (text.status, text.message, waiting_jobs(text)) == ("queued", "Samples are here.", 1)


@pytest.mark.parametrize("queued", [True, False])
def test_only_a_page_asks_back_how_many_sms_it_is(queued: bool) -> None:
    row, data = lead(), QueryDict(mutable=True)
    data.update(sent(row, text="oak " * 60, parts="1"))
    form = TextForm(data, lead=row, user=in_role("Sales"), now=timezone.now())
    form.is_queued = queued
    assert form.is_valid() is queued


def test_pressed_twice_it_goes_once(neha: Client) -> None:
    row = lead()
    form = sent(row, text="Samples are here.", parts="1")
    for _ in range(2):
        assert neha.post(step(row, "text"), form).status_code == 302
    assert OutgoingMessage.objects.count() == 1


def test_a_number_that_is_stopped_is_said_and_gets_nothing(neha: Client) -> None:
    row = lead()
    stops.stop(channel="sms", address=PHONE, reason=StopReason.OPT_OUT, now=timezone.now())
    page = neha.get(step(row, "text")).content.decode()
    assert "SMS: nothing is sent to <bdi>+91 98200 00001</bdi> any more." in page
    assert (">Send<" in page, "A manager can allow it again." in page) == (False, True)
    answer = neha.post(step(row, "text"), sent(row, text="Kept", parts="1"))
    assert (answer.status_code, texts()) == (409, [])
    assert "Kept" in answer.content.decode()


def test_a_lead_without_a_phone_is_told_so(neha: Client) -> None:
    row = facts.lead(phone=None, email="priya@example.com")
    answer = neha.post(step(row, "text"), sent(row, text="Kept", parts="1"))
    assert (answer.status_code, texts()) == (422, [])
    assert "This lead has no phone number." in answer.content.decode()


def test_what_failed_says_why_and_is_sent_again_by_a_press(neha: Client, channel: ScriptedChannel) -> None:
    row = lead()
    neha.post(step(row, "text"), sent(row, text="Samples are here.", parts="1"))
    channel.answers = [Rejected("The phone is off.")]
    (text,) = texts()
    send(text)
    page = neha.get(step(row, "text")).content.decode()
    assert "The phone is off." in page
    assert f'action="{again(text)}"' in page
    for _ in range(2):
        assert neha.post(again(text)).status_code == 302
    assert [one.status for one in texts()] == ["queued", "failed"]


def test_what_was_sent_again_has_no_button_any_more(neha: Client, channel: ScriptedChannel) -> None:
    row = lead()
    neha.post(step(row, "text"), sent(row, text="Samples are here.", parts="1"))
    channel.answers = [Rejected("The phone is off.")]
    (text,) = texts()
    send(text)
    assert said(neha.post(again(text)))[-1] == "It is sent again now, to +91 98200 00001."
    assert again(text) not in neha.get(step(row, "text")).content.decode()


def test_what_did_not_fail_is_not_sent_again(neha: Client) -> None:
    row = lead()
    neha.post(step(row, "text"), sent(row, text="Samples are here.", parts="1"))
    answer = neha.post(again(texts()[0]))
    assert (answer.status_code, len(texts())) == (409, 1)
    assert "This message has not failed" in answer.content.decode()


def test_what_another_program_logged_cannot_be_sent_from_here(neha: Client) -> None:
    log = {"direction": "out", "automatic": False, "provider": "x", "retry_count": 0}
    row = Activity.objects.create(lead=lead(), type="sms", status="failed", message="x", metadata=log)
    answer = neha.post(again(row))
    assert answer.status_code == 409
    assert "This message was not sent from here" in answer.content.decode()


def test_a_get_changes_nothing(neha: Client) -> None:
    row = lead()
    assert neha.get(step(row, "text")).status_code == 200
    assert texts() == []


def test_the_log_names_the_template(neha: Client) -> None:
    row, template = lead(), TextTemplate.objects.create(name="Samples", text="Dear {customer}")
    page = neha.get(step(row, "text") + f"?template={template.pk}")
    assert page.context["form"].initial["text"] == f"Dear {row.name}"
    neha.post(step(row, "text"), sent(row, text="Hello", parts="1", template=str(template.pk)))
    assert (texts()[0].metadata or {})["template"] == "Samples"
