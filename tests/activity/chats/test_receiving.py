from datetime import timedelta
from pathlib import Path

import pytest

from activity.chats import matching, receiving
from activity.chats.jobs import read_chats
from activity.chats.models import ReceivedPayload
from activity.kinds import Actor
from activity.models import Activity
from activity.outbox import stops
from activity.recorder import acting
from assignments import workflow
from assignments.clocks.models import LeadClock
from assignments.notices.models import Notice
from leads import erasure
from leads.erasure import Person
from leads.intake.spool import Spool
from leads.models import Lead, Submission
from tests.activity.chats.meta import kept, taken_in, webhook, wrote
from tests.database.access import run
from tests.leads.facts import lead
from tests.leads.quoting.rows import NOW
from tests.people import in_role

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
BOB = Actor("user", "bob")


def logged() -> list[tuple[object, ...]]:
    return list(
        Activity.objects.filter(type="whatsapp").order_by("created_at").values_list("lead", "message")
    )


def answered(row: Lead) -> None:
    facts = {"direction": "out", "outcome": "reached"}
    workflow.record_contact(lead_id=row.pk, kind="call", message="Talked", facts=facts, actor=BOB, now=NOW)


def test_a_message_is_in_the_log_of_its_lead_with_its_facts() -> None:
    row = lead()
    assert taken_in(wrote("Is oak in stock?", at=NOW + HOUR), at=NOW + HOUR) is None
    told = Activity.objects.get(type="whatsapp")
    assert (told.lead_id, told.message, told.status, told.actor_type, told.created_at) == (
        row.pk, "Is oak in stock?", "completed", "system", NOW + HOUR,
    )  # fmt: skip
    assert told.metadata == {
        "direction": "in", "automatic": False, "provider": "meta", "provider_id": "wamid.1",
        "from": "+919820000001", "retry_count": 0,
    }  # fmt: skip


def test_a_message_is_logged_once_however_often_it_comes() -> None:
    lead()
    for extra in range(3):  # another webhook each time, so another body, with the same message
        taken_in(wrote(), wrote("more", id=f"wamid.more{extra}"))
    assert [text for _, text in logged()].count("Is oak in stock?") == 1


def test_a_payload_read_twice_does_nothing_the_second_time() -> None:
    lead()
    row = kept(webhook(wrote()))
    for _ in range(2):
        read_chats(payload_id=str(row.pk))
    assert len(logged()) == 1


def test_what_was_read_is_kept_in_the_log_alone() -> None:
    lead()
    taken_in(wrote("my address"))
    assert (ReceivedPayload.objects.count(), [text for _, text in logged()]) == (0, ["my address"])


def test_a_customer_who_was_answered_waits_again() -> None:
    row = lead()
    answered(row)
    taken_in(wrote(at=NOW + HOUR), at=NOW + HOUR)
    clocks = LeadClock.objects.filter(lead=row, answered_at=None).values_list("clock", "started_at")
    assert list(clocks) == [("next_response", NOW + HOUR)]


def test_a_message_does_not_answer_the_customer() -> None:
    row = lead()
    taken_in(wrote(at=NOW + HOUR), at=NOW + HOUR)
    assert Lead.objects.get(pk=row.pk).first_response_at is None


def test_a_reaction_is_a_note_and_nobody_waits_for_an_answer_to_it() -> None:
    row = lead()
    answered(row)
    taken_in(wrote(reaction={"emoji": "👍"}, at=NOW + HOUR), at=NOW + HOUR)
    assert logged() == []
    assert Activity.objects.get(type="note").message == "Reacted with 👍"
    assert not LeadClock.objects.filter(lead=row, answered_at=None).exists()


def test_a_message_to_a_closed_lead_is_logged_and_told_once() -> None:
    row = lead()
    in_role("Manager", "asha", "Asha Rao")
    with acting(BOB, "sold"):
        Lead.objects.filter(pk=row.pk).update(status="converted")
    taken_in(wrote(), wrote("Hello?", id="wamid.2"))
    assert (len(logged()), Notice.objects.filter(lead=row, event="wrote").count()) == (2, 1)


def test_a_message_from_the_future_came_when_it_was_received() -> None:
    lead()
    taken_in(wrote(at=NOW + HOUR), at=NOW)
    assert Activity.objects.get(type="whatsapp").created_at == NOW


def test_a_message_of_long_ago_is_refused() -> None:
    lead()
    taken_in(wrote(at=NOW - timedelta(days=9)), at=NOW)
    assert (logged(), ReceivedPayload.objects.count()) == ([], 0)


def test_one_message_that_fails_keeps_no_other_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    lead()
    find = matching.find

    def broken(message: receiving.Message, now: object) -> object:
        if message.id == "wamid.bad":
            raise RuntimeError("no good")
        return find(message, now)

    monkeypatch.setattr(matching, "find", broken)
    with pytest.raises(RuntimeError):
        taken_in(wrote(id="wamid.bad"), wrote("good", id="wamid.good"))
    assert [text for _, text in logged()] == ["good"]
    assert ReceivedPayload.objects.count() == 1


def test_what_cannot_be_told_yet_is_asked_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def wait(message: object, now: object) -> None:
        raise matching.NotNow(15)

    monkeypatch.setattr(matching, "find", wait)
    row = kept(webhook(wrote()))
    read_chats(payload_id=str(row.pk))
    assert run("select task_name, scheduled_at > now() from procrastinate_jobs") == [("read-chats", True)]
    assert ReceivedPayload.objects.count() == 1


def test_the_message_of_somebody_who_was_erased_meanwhile_brings_nobody_back() -> None:
    taken_in(wrote(id="wamid.new"))
    erasure.erase_lead(Lead.objects.get().pk)
    taken_in(wrote(id="wamid.new"), wrote(id="wamid.new"))
    assert (Lead.objects.count(), Submission.objects.count()) == (0, 0)


def test_who_is_erased_is_not_brought_back_by_what_nobody_has_read_yet(tmp_path: Path) -> None:
    row, other = kept(webhook(wrote())), kept(webhook(wrote(sender="919899999999")))
    erasure.erase(Person(phone="+919820000001"), spool=Spool(tmp_path), region="IN")
    assert list(ReceivedPayload.objects.values_list("pk", flat=True)) == [other.pk]
    assert receiving.read(row.pk) is None


@pytest.mark.parametrize("word", ["STOP", "बंद करो", "Baja."])
def test_who_wants_no_messages_gets_none_and_nobody_has_to_answer(word: str) -> None:
    row = lead()
    answered(row)
    taken_in(wrote(word, at=NOW + HOUR), at=NOW + HOUR)
    told = Activity.objects.get(type="whatsapp")
    assert (told.lead_id, told.message, told.metadata["automatic"]) == (row.pk, word, True)
    assert stops.is_stopped(channel="whatsapp", address="+919820000001")
    assert not LeadClock.objects.running().exists()


def test_messages_begin_again_with_the_customers_word() -> None:
    lead()
    taken_in(wrote("stop"))
    taken_in(wrote("START", id="wamid.2"))
    assert not stops.is_stopped(channel="whatsapp", address="+919820000001")


def test_a_stranger_who_wants_no_messages_becomes_no_lead() -> None:
    taken_in(wrote("STOP"))
    assert (Lead.objects.count(), stops.is_stopped(channel="whatsapp", address="+919820000001")) == (0, True)
