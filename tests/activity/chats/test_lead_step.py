"""Writing by WhatsApp from the page of a lead: what is offered, what is sent, and what is never pretended."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from activity.chats.models import ChatTemplate
from activity.kinds import Actor
from activity.models import Activity
from activity.outbox import failing, stops
from activity.outbox.models import OutgoingMessage, StopReason
from activity.outbox.posting import post
from leads.exceptions import Refused
from leads.models import Lead
from leads.refusals import sentence
from leadsite.jobs.models import Job
from tests.activity.chats.meta import taken_in, wrote
from tests.leads.facts import lead
from tests.leads.steps import LIST, logged_in, page, problems, said, sent, state, step
from tests.people import alice, bob, charlie, in_role

pytestmark = pytest.mark.django_db
CLOSED = "The customer wrote more than 24 hours ago: WhatsApp takes only a template now. Choose one."


def spoken(hours: float = 1) -> Lead:
    """A customer who wrote so many hours ago."""
    row = lead()
    at = timezone.now() - timedelta(hours=hours)
    taken_in(wrote(at=at), at=at)
    return row


def reminder(body: str = "Dear {{1}}, your quote {{2}} is ready.") -> ChatTemplate:
    return ChatTemplate.objects.create(name="reminder", language="en", body=body)


def outgoing() -> list[tuple[str, str]]:
    return list(OutgoingMessage.objects.order_by("pk").values_list("address", "text"))


def fields(response: object) -> list[str]:
    return [field.name for field in response.context["form"].visible_fields()]


def test_in_the_day_after_a_message_the_page_asks_for_words_and_changes_nothing() -> None:
    row, client = spoken(), logged_in(alice())
    before = state()
    response = client.get(step(row, "chat"))
    assert (response.status_code, fields(response), state()) == (200, ["text"], before)
    assert "In your own words until" in response.content.decode()


def test_later_it_asks_for_a_template_and_says_why() -> None:
    reminder()
    response = logged_in(alice()).get(step(spoken(25), "chat"))
    assert fields(response) == ["template", "values"]
    assert "the customer last wrote more than 24 hours ago" in response.content.decode()
    assert "Dear {{1}}, your quote {{2}} is ready." in response.content.decode()


def test_to_a_customer_who_never_wrote_there_it_offers_templates_alone() -> None:
    reminder()
    response = logged_in(alice()).get(step(lead(), "chat"))
    assert fields(response) == ["template", "values"]
    assert "has not written to us on WhatsApp" in response.content.decode()


def test_words_are_sent_to_the_customer_and_logged() -> None:
    row, client = spoken(), logged_in(alice())
    response = client.post(step(row, "chat"), sent(row, text="Oak is in stock."))
    assert (response.status_code, response["Location"], said(response)) == (
        302,
        page(row),
        ["On its way by WhatsApp."],
    )
    told = Activity.objects.get(type="whatsapp", status="queued")
    assert (told.message, told.actor_type, told.metadata["direction"], told.metadata["automatic"]) == (
        "Oak is in stock.", "user", "out", False,
    )  # fmt: skip
    assert outgoing() == [("+919820000001", "Oak is in stock.")]


def test_pressed_twice_it_is_sent_once() -> None:
    row, client = spoken(), logged_in(alice())
    data = sent(row, text="Oak is in stock.")
    for _ in range(2):
        client.post(step(row, "chat"), data)
    assert (len(outgoing()), Job.objects.filter(task_name="send-message").count()) == (1, 1)


def test_a_template_is_sent_with_its_values_and_logged_as_the_customer_reads_it() -> None:
    row, template = lead(), reminder()
    data = sent(row, template=str(template.pk), values=" Priya \n\n7K2M  now\n")
    logged_in(alice()).post(step(row, "chat"), data)
    told = Activity.objects.get(type="whatsapp")
    assert (told.message, told.metadata["template"], told.metadata["template_values"]) == (
        "Dear Priya, your quote 7K2M now is ready.", "reminder", ["Priya", "7K2M now"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ({"text": " "}, "Write the message first."),
        ({"text": "x" * 4001}, "Please keep this to 4000 characters."),
        ({"text": "Kept", "key": "1"}, "This page was incomplete. Look at it again and send it once more."),
    ],
)
def test_words_that_cannot_be_sent_are_kept_and_it_says_why(facts: dict[str, str], wrong: str) -> None:
    row, client = spoken(), logged_in(alice())
    before = state()
    response = client.post(step(row, "chat"), sent(row, **facts))
    assert (response.status_code, problems(response), state()) == (422, [wrong], before)
    assert facts["text"].strip() in response.content.decode()


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ({}, "Choose a template: WhatsApp takes nothing else now."),
        ({"template": "x"}, "WhatsApp has no such template any more. Choose another."),
        ({"template": "it", "values": "Kept"}, "This template takes 2 lines, not 1."),
    ],
)
def test_a_template_that_is_not_complete_is_not_sent(facts: dict[str, str], wrong: str) -> None:
    row, template = lead(), reminder()
    facts = {name: str(template.pk) if value == "it" else value for name, value in facts.items()}
    response = logged_in(alice()).post(step(row, "chat"), sent(row, **facts))
    assert (response.status_code, problems(response), outgoing()) == (422, [wrong], [])
    assert facts.get("values", "") in response.content.decode()


def test_words_typed_before_the_day_was_over_are_kept_and_not_sent() -> None:
    reminder()
    row = spoken(25)
    response = logged_in(alice()).post(step(row, "chat"), sent(row, text="Typed for ten minutes"))
    assert (response.status_code, outgoing()) == (422, [])
    assert problems(response) == ["Choose a template: WhatsApp takes nothing else now."]
    assert "Typed for ten minutes" in response.content.decode()


def test_a_number_that_asked_for_no_more_gets_nothing() -> None:
    row = spoken()
    stops.stop(channel="whatsapp", address="+919820000001", reason=StopReason.OPT_OUT, now=timezone.now())
    response = logged_in(alice()).post(step(row, "chat"), sent(row, text="Kept"))
    assert (response.status_code, outgoing()) == (409, [])
    assert "Kept" in response.content.decode()


def test_without_a_provider_it_says_so_and_offers_nothing(settings: Settings) -> None:
    settings.WHATSAPP_ACCESS_TOKEN = ""
    row, client = spoken(), logged_in(alice())
    response = client.get(step(row, "chat"))
    assert (fields(response), "no provider is set up" in response.content.decode()) == ([], True)
    assert client.post(step(row, "chat"), sent(row, text="x")).status_code == 409
    assert step(row, "chat") not in client.get(page(row)).content.decode()


def test_where_no_template_is_approved_it_says_so_and_there_is_nothing_to_press() -> None:
    row, client = lead(), logged_in(alice())
    response = client.get(step(row, "chat"))
    page = response.content.decode()
    assert (fields(response), "WhatsApp has approved no template of the shop yet." in page) == ([], True)
    assert ">Send<" not in page
    response = client.post(step(row, "chat"), sent(row, text="Kept"))
    assert (response.status_code, outgoing()) == (422, [])
    page = response.content.decode()
    assert ("Kept" in page, ">Send<" in page) == (True, False)


def test_the_conversation_so_far_stands_below() -> None:
    page = logged_in(alice()).get(step(spoken(), "chat")).content.decode()
    assert "Is oak in stock?" in page.partition("So far")[2]


def test_words_that_failed_yesterday_are_not_sent_again_today(settings: Settings) -> None:
    row = spoken(25)
    actor = Actor("user", "sales_user_5")
    old = post(
        lead_id=row.pk, channel="whatsapp", address="+919820000001", text="Oak is in stock.",
        sentence="Oak is in stock.", actor=actor, automatic=False, now=timezone.now() - timedelta(hours=24),
    )  # fmt: skip
    failing.fail(old, "WhatsApp cannot be reached.", now=timezone.now())
    response = logged_in(alice()).post(f"/admin/activity/activity/{old.pk}/again/")
    assert (response.status_code, problems(response), len(outgoing())) == (409, [CLOSED], 1)


def test_a_lead_without_a_number_says_so() -> None:
    row, client = lead(phone=None, email="priya@example.com"), logged_in(alice())
    assert "This lead has no phone number." in client.get(step(row, "chat")).content.decode()
    response = client.post(step(row, "chat"), sent(row, text="x"))
    assert (response.status_code, problems(response)) == (422, ["This lead has no phone number."])


def test_the_page_of_the_lead_leads_there() -> None:
    row = lead()
    assert f'href="{step(row, "chat")}"' in logged_in(alice()).get(page(row)).content.decode()


def test_it_does_so_too_where_only_whatsapp_knows_the_number() -> None:
    row, client = lead(phone=None, email="priya@example.com"), logged_in(alice())
    there = f'href="{step(row, "chat")}"'
    assert there not in client.get(page(row)).content.decode()
    taken_in(wrote(f"About {row.folio}", at=timezone.now()), at=timezone.now())
    assert there in client.get(page(row)).content.decode()
    client.post(step(row, "chat"), sent(row, text="Oak is in stock."))
    assert outgoing() == [("+919820000001", "Oak is in stock.")]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_lead_that_is_not_there_is_not_found(method: str) -> None:
    assert getattr(logged_in(alice()), method)(f"{LIST}{uuid4()}/chat/").status_code == 404


def test_a_stranger_is_sent_to_the_login() -> None:
    row = spoken()
    response = Client().post(step(row, "chat"), sent(row, text="x"))
    assert (response.status_code, response["Location"].split("?")[0], outgoing()) == (
        302,
        "/admin/login/",
        [],
    )


def test_who_does_not_work_leads_is_refused() -> None:
    row = spoken()
    for user in (bob("leads.view_lead"), in_role("Sales")):
        status = logged_in(user).post(step(row, "chat"), sent(row, text="x")).status_code
        assert status == (302 if user.username == "neha" else 403)
    assert logged_in(charlie()).get(step(row, "chat")).status_code == 302


def test_once_whatsapp_refused_words_of_yesterday_the_refusal_has_its_sentence() -> None:
    assert sentence(Refused("window_closed")) == CLOSED
