"""A manager lets messages go again to an address that was stopped: with a reason, in the log, once."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from activity.kinds import SYSTEM
from activity.models import Activity
from activity.outbox import hearing, stops
from activity.outbox.models import StoppedAddress, StopReason
from leads.models import Lead
from leadsite.keys import new_id
from tests.leads import facts
from tests.leads.steps import LIST, logged_in, page, problems, said, sent, state, step
from tests.people import in_role

pytestmark = pytest.mark.django_db
PHONE, ADDRESS = "+919820000001", "priya@example.com"


@pytest.fixture
def meera() -> Client:
    return logged_in(in_role("Manager", "meera", "Meera Iyer"))


def lead() -> Lead:
    return facts.lead(phone=PHONE, email="Priya@example.com")


def stopped(
    channel: str = "sms", address: str = PHONE, reason: StopReason = StopReason.OPT_OUT
) -> StoppedAddress:
    stops.stop(channel=channel, address=address, reason=reason, now=timezone.now(), detail="STOP")
    return StoppedAddress.objects.get(channel=channel)


def asks(row: Lead, stop: StoppedAddress) -> str:
    return f"{step(row, 'allow')}?stop={stop.pk}"


def test_the_lead_says_what_is_stopped_and_why_and_leads_a_manager_on(meera: Client) -> None:
    row = lead()
    texts, letters = stopped(), stopped("email", ADDRESS, StopReason.BOUNCE)
    shown = meera.get(page(row)).content.decode()
    assert (
        "SMS: nothing is sent to <bdi>+91 98200 00001</bdi> any more. The customer asked for no more" in shown
    )
    assert f"E-mail: nothing is sent to <bdi>{ADDRESS}</bdi> any more. Messages do not arrive" in shown
    for stop in (texts, letters):
        assert f'href="{asks(row, stop)}"' in shown


def test_a_colleague_reads_it_and_cannot_change_it() -> None:
    row, stop = lead(), stopped()
    neha = logged_in(in_role("Sales"))
    shown = neha.get(page(row)).content.decode()
    assert ("A manager can allow it again." in shown, asks(row, stop) in shown) == (True, False)
    assert neha.post(step(row, "allow"), sent(row, stop=stop.pk, reason="x")).status_code == 403
    assert StoppedAddress.objects.count() == 1


def test_the_number_that_wrote_on_whatsapp_is_shown_too(meera: Client) -> None:
    row, other = lead(), "+919899999999"
    told = {"provider": "meta", "provider_id": "wamid.1", "from": other}
    hearing.hear(
        lead_id=row.pk, kind="whatsapp", text="Hello", facts=told, automatic=False, actor=SYSTEM,
        at=timezone.now(), key=new_id(),
    )  # fmt: skip
    stopped("whatsapp", other)
    assert "WhatsApp: nothing is sent to <bdi>+91 98999 99999</bdi>" in meera.get(page(row)).content.decode()


def test_somebody_elses_is_not(meera: Client) -> None:
    stopped("sms", "+919899999999")
    assert "nothing is sent" not in meera.get(page(lead())).content.decode()


def test_get_asks_and_changes_nothing(meera: Client) -> None:
    row, stop = lead(), stopped()
    before = state()
    answer = meera.get(asks(row, stop))
    assert (answer.status_code, state(), StoppedAddress.objects.count()) == (200, before, 1)
    assert "allow it only where the customer has told you so" in answer.content.decode()


def test_post_allows_it_and_the_log_says_why(meera: Client) -> None:
    row, stop = lead(), stopped()
    answer = meera.post(step(row, "allow"), sent(row, stop=stop.pk, reason="She called and asked"))
    assert (answer.status_code, answer["Location"], said(answer)) == (
        302, page(row), ["Messages go there again."],
    )  # fmt: skip
    assert StoppedAddress.objects.count() == 0
    note = Activity.objects.get(type="note")
    assert (note.message, note.actor_type) == (
        "SMS to +91 98200 00001 allowed again: She called and asked", "user",
    )  # fmt: skip


def test_pressed_twice_it_is_said_once(meera: Client) -> None:
    row, stop = lead(), stopped()
    form = sent(row, stop=stop.pk, reason="x")
    assert [meera.post(step(row, "allow"), form).status_code for _ in range(2)] == [302, 302]
    assert Activity.objects.filter(type="note").count() == 1


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ({"reason": " "}, "Say why: the reason is kept with the lead."),
        (
            {"reason": "Kept", "stop": "x"},
            "This page was incomplete. Look at it again and send it once more.",
        ),
    ],
)
def test_a_bad_post_changes_nothing_and_says_why(meera: Client, facts: dict[str, str], wrong: str) -> None:
    row, stop = lead(), stopped()
    answer = meera.post(step(row, "allow"), sent(row, **{"stop": stop.pk, **facts}))
    assert (answer.status_code, problems(answer)) == (422, [wrong])
    assert facts["reason"].strip() in answer.content.decode()
    assert StoppedAddress.objects.count() == 1


def test_what_is_allowed_already_and_somebody_elses_is_refused(meera: Client) -> None:
    row, others = lead(), stopped("sms", "+919899999999")
    for key in (others.pk, uuid4()):
        answer = meera.post(step(row, "allow"), sent(row, stop=key, reason="Kept"))
        assert (answer.status_code, problems(answer)) == (
            409, ["Messages go there already, or it is no address of this customer's."],
        )  # fmt: skip
    assert (StoppedAddress.objects.count(), Activity.objects.filter(type="note").count()) == (1, 0)


def test_a_lead_that_is_not_there_is_not_found(meera: Client) -> None:
    assert meera.get(f"{LIST}{uuid4()}/allow/").status_code == 404


def test_a_stranger_is_sent_to_the_login() -> None:
    row, stop = lead(), stopped()
    assert (
        Client()
        .post(step(row, "allow"), {"stop": stop.pk, "reason": "x"})["Location"]
        .startswith("/admin/login/")
    )
    assert StoppedAddress.objects.count() == 1
