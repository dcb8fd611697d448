"""Other programs are told over a real socket."""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from activity.models import Activity
from leads.erasure import erase_lead
from leads.models import Submission
from leadsite.webhooks import dispatch, signing, turns
from leadsite.webhooks.dispatch import send_waiting
from leadsite.webhooks.models import WebhookDelivery, WebhookEndpoint
from leadsite.webhooks.sending import Letter, Result
from tests.leads.facts import lead
from tests.leadsite.webhooks.shop import arrived, send_all, told
from tests.providers.server import CUT, TROUBLE, Answer, FakeProvider
from tests.racing import alone

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def crm(settings: Settings) -> Iterator[FakeProvider]:
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = True
    with FakeProvider() as program:
        yield program


def note(row: object, text: str) -> Activity:
    return Activity.objects.create(lead=row, type="note", message=text)


def test_a_new_lead_arrives_signed(crm: FakeProvider) -> None:
    endpoint = told(crm, "created")
    row = lead()
    send_all()
    (asked,) = crm.took
    assert asked.json["data"]["lead"]["id"] == str(row.pk)
    at = int(asked.headers["webhook-timestamp"])
    expected = signing.headers(signing.secrets_of(endpoint), WebhookDelivery.objects.get().pk, at, asked.body)
    assert {name: asked.headers[name] for name in expected} == expected


def test_a_program_is_told_of_what_it_chose_alone(crm: FakeProvider) -> None:
    told(crm, "note")
    note(lead(), "Prefers mornings")
    send_all()
    assert arrived(crm) == ["lead.note"]


def test_what_is_rolled_back_is_never_told(crm: FakeProvider) -> None:
    told(crm)
    with transaction.atomic():
        lead()
        transaction.set_rollback(True)
    send_all()
    assert crm.took == []


def test_those_of_a_lead_arrive_in_order_whatever_goes_wrong(crm: FakeProvider) -> None:
    told(crm, "note")
    row = lead()
    for number in range(6):
        note(row, str(number))
    crm.script += [TROUBLE, Answer(429, {}, {"Retry-After": "1"}), CUT]
    now = timezone.now()
    for hour in range(5):
        send_all(now + timedelta(hours=hour))
    numbers = [asked.json["data"]["activity"]["message"] for asked in crm.took]
    assert numbers == ["0", "0", "1", "2", "3", "4", "5"]  # the cut one came twice
    assert len({asked.headers["webhook-id"] for asked in crm.took}) == 6


def test_another_lead_does_not_wait_for_one_that_fails(crm: FakeProvider) -> None:
    told(crm, "note")
    first, second = lead(1), lead(2)
    note(first, "first")
    crm.script.append(TROUBLE)
    send_all()
    note(second, "second")
    send_all()
    assert [asked.json["data"]["activity"]["message"] for asked in crm.took] == ["second"]


def test_those_behind_one_that_failed_wait_with_it(crm: FakeProvider) -> None:
    told(crm, "note")
    row = lead()
    for number in range(3):
        note(row, str(number))
    crm.script += [TROUBLE]
    send_waiting(now=timezone.now())
    assert len(set(WebhookDelivery.objects.values_list("next_at", flat=True))) == 1
    send_all(timezone.now() + timedelta(minutes=1))
    assert [asked.json["data"]["activity"]["message"] for asked in crm.took] == ["0", "1", "2"]


def test_what_is_noted_behind_a_failed_one_hides_nobody(
    crm: FakeProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "LOOKED_AT", 2)
    told(crm, "note")
    row, other = lead(), lead(2)
    note(row, "first")
    crm.script += [TROUBLE] * 4
    for hours in range(4):  # the next try is ten minutes off
        send_waiting(now=timezone.now() + timedelta(hours=hours))
    for text in ("second", "third"):
        note(row, text)
    note(other, "of another lead")
    later = timezone.now() + timedelta(hours=3, minutes=1)
    send_waiting(now=later)
    send_all(later)
    assert crm.took[-1].json["data"]["activity"]["message"] == "of another lead"
    send_all(later + timedelta(hours=1))
    assert [asked.json["data"]["activity"]["message"] for asked in crm.took[-3:]] == [
        "first",
        "second",
        "third",
    ]


def test_what_is_noted_behind_one_that_is_being_sent_is_not_put_off(crm: FakeProvider) -> None:
    told(crm, "note")
    row, now = lead(), timezone.now()
    note(row, "first")
    dispatch.claim(now + timedelta(seconds=1))
    note(row, "second")
    before = WebhookDelivery.objects.latest("number").next_at
    dispatch.claim(timezone.now() + timedelta(seconds=2))
    assert WebhookDelivery.objects.latest("number").next_at == before


def test_a_program_that_has_much_to_hear_does_not_crowd_out_another(
    crm: FakeProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "BATCH", 4)
    busy, quiet = told(crm, "note"), WebhookEndpoint.objects.create(url=crm.url("/quiet"), events=["created"])
    rows = [lead(number) for number in range(1, 7)]
    for row in rows:
        note(row, "Prefers mornings")
    WebhookDelivery.objects.filter(endpoint=quiet).exclude(lead=rows[-1]).delete()
    claimed = dispatch.claim(timezone.now())
    assert Counter(one.endpoint_id for one in claimed) == {busy.pk: 3, quiet.pk: 1}


def test_many_workers_tell_each_lead_in_order_and_nothing_twice(
    crm: FakeProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "BATCH", 2)
    told(crm, "note")
    rows = [lead(number) for number in range(4)]
    for number in range(5):
        for row in rows:
            note(row, str(number))
    while WebhookDelivery.objects.filter(state="waiting").exists():
        with ThreadPoolExecutor(3) as workers:
            list(workers.map(alone, [send_all] * 3))
    heard: dict[str, list[str]] = {}
    for asked in crm.took:
        data = asked.json["data"]
        heard.setdefault(data["lead_id"], []).append(data["activity"]["message"])
    assert list(heard.values()) == [["0", "1", "2", "3", "4"]] * 4


def test_a_receiver_that_asks_for_time_is_given_it(crm: FakeProvider) -> None:
    told(crm, "created")
    lead()
    crm.script.append(Answer(503, {}, {"Retry-After": "7200"}))
    now = timezone.now()
    send_all(now)
    assert WebhookDelivery.objects.get().next_at == now + timedelta(hours=2)


def test_a_redirect_is_not_followed(crm: FakeProvider) -> None:
    told(crm, "created")
    lead()
    crm.script.append(Answer(302, {}, {"Location": crm.url("/elsewhere")}))
    send_all()
    assert [asked.path for asked in crm.asked] == ["/in"]
    assert WebhookDelivery.objects.get().error == "It answered 302."


def test_after_the_last_try_it_is_given_up_and_the_next_one_sent(crm: FakeProvider) -> None:
    told(crm, "note")
    row = lead()
    note(row, "first")
    note(row, "second")
    crm.script += [TROUBLE] * (len(dispatch.PAUSES) + 1)
    now = timezone.now()
    for day in range(len(dispatch.PAUSES) + 2):
        send_all(now + timedelta(days=2 * day))
    states = list(WebhookDelivery.objects.order_by("number").values_list("state", flat=True))
    assert states == ["gave_up", "delivered"]


def test_who_takes_nothing_is_left_alone_for_a_while(crm: FakeProvider) -> None:
    endpoint = told(crm, "created")
    for number in range(12):
        lead(number)
    crm.script += [TROUBLE] * 40
    now = timezone.now()
    send_all(now)
    endpoint.refresh_from_db()
    assert endpoint.rests_until == now + dispatch.REST
    asked = len(crm.asked)
    send_all(now + timedelta(minutes=1))
    assert len(crm.asked) == asked


def test_who_is_gone_is_told_nothing_more(crm: FakeProvider) -> None:
    endpoint = told(crm, "created")
    lead()
    crm.script.append(Answer(410))
    send_all()
    endpoint.refresh_from_db()
    assert not endpoint.is_active
    assert WebhookDelivery.objects.get().state == "gave_up"


def test_a_worker_that_died_is_followed_by_another_after_a_minute(crm: FakeProvider) -> None:
    told(crm, "created")
    lead()
    now = timezone.now()
    assert len(dispatch.claim(now)) == 1
    send_all(now + timedelta(seconds=59))
    assert crm.took == []
    send_all(now + timedelta(seconds=61))
    assert arrived(crm) == ["lead.created"]


def test_a_suspect_is_told_of_when_a_person_has_cleared_it(crm: FakeProvider) -> None:
    told(crm, "created")
    row = lead(suspect="honeypot")
    send_all()
    assert crm.took == []
    Submission.objects.filter(lead=row).update(suspect=None)
    send_all()
    assert arrived(crm) == ["lead.created"]


def test_an_erased_lead_takes_what_would_be_told_with_it(crm: FakeProvider) -> None:
    told(crm)
    row = lead()
    erase_lead(row.pk)
    assert WebhookDelivery.objects.count() == 0


def test_a_batch_is_sent_all_at_once(crm: FakeProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that hangs must not make the others outlast the minute that is theirs."""
    told(crm, "created")
    for number in range(dispatch.BATCH):
        lead(number)
    together = threading.Barrier(dispatch.BATCH)

    def send(letter: Letter) -> Result:
        together.wait(timeout=10)
        return Result()

    monkeypatch.setattr(dispatch, "send", send)
    send_all()
    assert WebhookDelivery.objects.filter(state="delivered").count() == dispatch.BATCH


def test_nothing_is_noted_while_nobody_listens() -> None:
    lead()
    assert WebhookDelivery.objects.count() == 0
