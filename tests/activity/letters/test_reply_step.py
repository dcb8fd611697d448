"""Answering by e-mail from the page of a lead."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from activity.letters.models import LetterTemplate
from activity.models import Activity
from activity.outbox import stops
from activity.outbox.models import OutgoingMessage, StopReason
from leads.erasure import erase_lead
from leads.models import Lead, Submission
from tests.activity.letters.letters import ADDRESS, customer
from tests.leads.facts import lead
from tests.leads.steps import LIST, logged_in, page, problems, said, sent, state, step
from tests.people import alice, bob, charlie

pytestmark = pytest.mark.django_db
TYPED = {"subject": "About your floor", "text": "Hello {customer},\r\n\r\nit is here.\r\n{colleague}"}


def letters() -> list[OutgoingMessage]:
    return list(OutgoingMessage.objects.select_related("activity"))


def test_get_asks_and_changes_nothing() -> None:
    row, client = customer(), logged_in(alice())
    before = state()
    response = client.get(step(row, "reply"))
    assert (response.status_code, response.templates[0].name) == (200, "admin/activity/letters/reply.html")
    assert ADDRESS in response.content.decode()
    assert state() == before


def test_post_sends_and_leads_back_to_the_lead() -> None:
    row, user = customer(), alice()
    response = logged_in(user).post(step(row, "reply"), sent(row, **TYPED))
    assert (response.status_code, response["Location"]) == (302, page(row))
    assert said(response) == ["The e-mail is on its way. The timeline says when it was sent."]
    (letter,) = letters()
    assert (letter.address, letter.subject) == (ADDRESS, "About your floor")
    assert letter.text == "Hello Priya Sharma 1,\n\nit is here.\nAlice Menon\n"
    assert (letter.activity.status, letter.activity.actor_id, letter.activity.metadata["automatic"]) == (
        "queued",
        user.identifier,
        False,
    )
    assert letter.activity.message == "About your floor\n\nHello Priya Sharma 1,\n\nit is here.\nAlice Menon"


def test_pressed_twice_it_is_sent_once() -> None:
    row, client = customer(), logged_in(alice())
    data = sent(row, **TYPED)
    answers = [said(client.post(step(row, "reply"), data))[-1] for _ in range(3)]
    assert answers[1:] == ["This was logged already, and is there once."] * 2
    assert len(letters()) == 1


def test_a_preview_shows_the_letter_and_sends_nothing() -> None:
    row, client = customer(), logged_in(alice())
    before = state()
    response = client.post(step(row, "reply"), sent(row, **TYPED, do="preview"))
    html = response.content.decode()
    assert "<p>Hello Priya Sharma 1,</p>" in html
    assert "Hello {customer}," in html
    assert problems(response) == ["Nothing was sent yet."]
    assert state() == before


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ({"text": "Kept {custommer}"}, "There is no placeholder {custommer} here. Braces stand around placeholders only: see the list."),
        ({"text": "Kept {quote} here"}, "{quote} is a list: put it on a line of its own."),
        ({"subject": "Kept {quote}"}, "There is no placeholder {quote} here. Braces stand around placeholders only: see the list."),
        ({"subject": " ", "text": "Kept"}, "Write a subject."),
        ({"text": " ", "subject": "Kept"}, "Write the text."),
        ({"text": "Kept\0"}, "There is a character in here that cannot be stored. Please type it again."),
        ({"key": "1", "text": "Kept"}, "This page was incomplete. Look at it again and send it once more."),
    ],
)  # fmt: skip
def test_a_bad_post_changes_nothing_says_why_and_keeps_what_was_typed(
    facts: dict[str, object], wrong: str
) -> None:
    row, client = customer(), logged_in(alice())
    before = state()
    response = client.post(step(row, "reply"), sent(row, **{**TYPED, **facts}))
    assert (response.status_code, problems(response)) == (422, [wrong])
    assert "Kept" in response.content.decode()
    assert state() == before


def test_a_lead_without_an_address_is_said_so() -> None:
    row, client = lead(), logged_in(alice())
    response = client.post(step(row, "reply"), sent(row, **TYPED))
    assert (response.status_code, problems(response)) == (422, ["This lead has no e-mail address."])


def test_to_a_stopped_address_nothing_goes() -> None:
    row, client = customer(), logged_in(alice())
    stops.stop(channel="email", address=ADDRESS, reason=StopReason.BOUNCE, now=timezone.now())
    assert "Messages do not arrive" in client.get(step(row, "reply")).content.decode()
    response = client.post(step(row, "reply"), sent(row, **TYPED))
    assert (response.status_code, problems(response)) == (
        409,
        ["Nothing is sent to this address any more: the customer asked for that, or it failed."],
    )
    assert "it is here." in response.content.decode()
    assert letters() == []


def test_where_nothing_may_be_sent_no_template_is_offered() -> None:
    row, client = customer(), logged_in(alice())
    assert "?template=" in client.get(step(row, "reply")).content.decode()
    stops.stop(channel="email", address=ADDRESS, reason=StopReason.BOUNCE, now=timezone.now())
    assert "?template=" not in client.get(step(row, "reply")).content.decode()


def test_a_template_is_a_beginning_in_the_customers_language() -> None:
    row, client = customer(), logged_in(alice())
    Submission.objects.filter(lead=row).update(submitted={"language": "es"})
    template = LetterTemplate.objects.get(name="No pudimos localizarle")
    response = client.get(f"{step(row, 'reply')}?template={template.pk}")
    initial = response.context["form"].initial
    assert initial["text"].startswith("Hola, Priya Sharma 1:\n\nhemos intentado")
    assert initial["text"].endswith("Alice Menon\nLeadsite Interiors")
    assert [one.language for one in response.context["templates"]][:2] == ["es", "es"]


def test_the_log_names_the_template() -> None:
    row, client = customer(), logged_in(alice())
    template = LetterTemplate.objects.get(name="We could not reach you")
    client.post(step(row, "reply"), sent(row, **TYPED, template=str(template.pk)))
    assert letters()[0].activity.metadata["template"] == "We could not reach you"


@pytest.mark.parametrize("template", ["x", "0193a2c4-5d6e-7f80-9a1b-2c3d4e5f6071", ""])
def test_a_template_that_is_not_there_is_none(template: str) -> None:
    row, client = customer(), logged_in(alice())
    response = client.get(f"{step(row, 'reply')}?template={template}")
    assert (response.status_code, response.context["form"].initial.get("text")) == (200, None)


def test_the_quote_goes_along_on_its_line_as_browsers_end_lines() -> None:
    row, client = customer(), logged_in(alice())
    response = client.post(
        step(row, "reply"), sent(row, **{**TYPED, "text": "This:\r\n\r\n{quote}\r\n\r\nBye"})
    )
    assert response.status_code == 302
    assert letters()[0].text == "This:\n\nBye\n"  # this lead's quote has no lines


def test_an_acknowledgement_is_nothing_to_begin_with() -> None:
    row, client = customer(), logged_in(alice())
    key = LetterTemplate.objects.get(purpose="acknowledgement", language="en").pk
    assert client.get(f"{step(row, 'reply')}?template={key}").context["form"].initial.get("text") is None


def test_an_erased_lead() -> None:
    row, client = customer(), logged_in(alice())
    data = sent(row, **TYPED)
    erase_lead(row.pk)
    response = client.post(step(row, "reply"), data)
    assert (response.status_code, response["Location"]) == (302, LIST)


def test_a_lead_that_is_not_there() -> None:
    assert logged_in(alice()).get(f"{LIST}{uuid4()}/reply/").status_code == 404


def test_anonymous_is_sent_to_sign_in() -> None:
    response = Client().post(step(customer(), "reply"), TYPED)
    assert (response.status_code, response["Location"].partition("?")[0]) == (302, "/admin/login/")


@pytest.mark.parametrize("permission", [None, "leads.view_lead"])
def test_without_permission_nothing_is_sent(permission: str | None) -> None:
    row = customer()
    user = bob(permission) if permission else charlie()
    assert logged_in(user).post(step(row, "reply"), sent(row, **TYPED)).status_code in (302, 403)
    assert letters() == []


def test_hostile_words_are_text_wherever_they_go() -> None:
    row, client = customer(name="<script>alert(1)</script>"), logged_in(alice())
    data = sent(row, **{**TYPED, "text": "{customer}\n<img src=x onerror=alert(2)>"})
    html = client.post(step(row, "reply"), {**data, "do": "preview"}).content.decode()
    client.post(step(row, "reply"), data)
    assert "<script>alert(1)" not in html + letters()[0].html
    assert "<img" not in html + letters()[0].html


def test_it_answers_the_customer_once_it_was_sent_and_not_before() -> None:
    row, client = customer(), logged_in(alice())
    client.post(step(row, "reply"), sent(row, **TYPED))
    row.refresh_from_db()
    assert row.first_response_at is None
    assert Activity.objects.filter(lead=row, type="email").count() == 1
    assert Lead.objects.filter(pk=row.pk, status="new").exists()
