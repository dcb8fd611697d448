from uuid import uuid4

import pytest
from django.utils import timezone, translation

from activity.kinds import KINDS
from activity.models import Activity
from activity.sentences import TELLERS, Sentence, actor, plain, sentence

WHEN = "2026-12-01T04:30:00+00:00"  # 10:00 in the shop
MAIL = {"direction": "out", "automatic": False, "channel": "smtp", "retry_count": 0}
CALL = {"action": "call", "scheduled_for": WHEN, "reason": "Samples?"}
AI = {"lead_type": "project", "priority": "high", "suggested_action": "Call today"}


def logged(kind: str, facts: object = None, status: str = "completed", message: str = "") -> Activity:
    return Activity(type=kind, status=status, metadata=facts, message=message)


def told(kind: str, facts: object = None, status: str = "completed", message: str = "") -> Sentence:
    return sentence(logged(kind, facts, status, message))


def test_an_escalation_says_who_was_told() -> None:
    text = "The deadline Tue 1 Dec 2026, 10:00 was missed: it went a step further"
    facts = {"event": "escalated", "deadline": WHEN}
    assert told("sla", facts, message="Told Meera Iyer") == Sentence(text, "Told Meera Iyer", "bad")


def test_one_logged_before_it_was_kept_who_was_told_does_not_guess() -> None:
    facts = {"event": "escalated", "deadline": WHEN}
    assert told("sla", facts, message="escalated: owner_response").detail == ""


def test_what_came_of_a_planned_call_is_told_once() -> None:
    facts = {"direction": "out", "outcome": "Wants samples"}
    assert told("call", facts, message="Wants samples") == Sentence("Called · Wants samples")


@pytest.mark.parametrize(
    ("kind", "status", "facts", "expected"),
    [
        ("call", "completed", {"direction": "out", "outcome": "no_answer"}, Sentence("Called: no answer")),
        ("call", "completed", {"direction": "out", "outcome": "reached"}, Sentence("Called and talked", tone="good")),
        ("call", "completed", {"direction": "out", "outcome": "angry"}, Sentence("Called · angry")),
        ("call", "completed", {"direction": "in", "outcome": "reached"}, Sentence("The customer called", tone="good")),
        ("email", "completed", MAIL, Sentence("E-mail to the customer")),
        ("email", "sent", {**MAIL, "automatic": True}, Sentence("E-mail sent automatically")),
        ("email", "read", MAIL, Sentence("E-mail to the customer", "Read by the customer")),
        ("sms", "delivered", MAIL, Sentence("SMS to the customer", "Delivered")),
        ("email", "failed", {**MAIL, "error": "No such box"}, Sentence("E-mail could not be delivered", "No such box", "bad")),
        ("whatsapp", "completed", {"direction": "in"}, Sentence("WhatsApp message from the customer", tone="good")),
        ("sms", "completed", {"direction": "out"}, Sentence("SMS to the customer")),
        ("follow_up", "pending", CALL, Sentence("Call planned for Tue 1 Dec 2026, 10:00", "Samples?", "open")),
        ("follow_up", "completed", {**CALL, "outcome": "Comes"}, Sentence("Call done", "Samples? · Comes", "good")),
        ("follow_up", "cancelled", {**CALL, "outcome": "snoozed"}, Sentence("Call planned for Tue 1 Dec 2026, 10:00, then put off", "Samples?")),
        ("follow_up", "pending", {**CALL, "replaces": "0193a2c4"}, Sentence("Call put off until Tue 1 Dec 2026, 10:00", "Samples?", "open")),
        ("follow_up", "pending", {**CALL, "meant_for": "2026-12-01T02:30:00Z"}, Sentence("Call planned for Tue 1 Dec 2026, 10:00", "meant for Tue 1 Dec 2026, 08:00, arrived later · Samples?", "open")),
        ("follow_up", "cancelled", {**CALL, "action": "x"}, Sentence("Follow-up cancelled", "Samples?")),
        ("approval", "pending", {"approval_type": "discount"}, Sentence("Approval asked for: discount", tone="open")),
        ("approval", "approved", {"approval_type": "price", "outcome": "Fair"}, Sentence("Approval asked for and given: price", "Fair", "good")),
        ("approval", "rejected", {"approval_type": "discount", "outcome": "No"}, Sentence("Approval asked for and refused: discount", "No", "bad")),
        ("waiting", "pending", {"reason": "Samples"}, Sentence("Waiting: Samples", tone="open")),
        ("waiting", "completed", {"reason": "Samples"}, Sentence("No longer waiting: Samples")),
        (
            "waiting",
            "pending",
            {"reason": "Waiting for the customer"},
            Sentence("Waiting for the customer", tone="open"),
        ),
        (
            "waiting",
            "completed",
            {"reason": "Waiting for the customer"},
            Sentence("No longer waiting for the customer"),
        ),
        ("booking", "confirmed", {"starts_at": WHEN, "place": "Shop"}, Sentence("Visit confirmed for Tue 1 Dec 2026, 10:00", "Shop", "good")),
        ("booking", "pending", {"starts_at": WHEN}, Sentence("Visit offered for Tue 1 Dec 2026, 10:00", tone="open")),
        ("booking", "pending", {"starts_at": WHEN, "replaces": "x"}, Sentence("Visit moved to Tue 1 Dec 2026, 10:00", tone="open")),
        ("status_change", "completed", {"from": "new", "to": "lost", "reason": "Dear"}, Sentence("Moved from New to Lost", "Dear", "bad")),
        ("status_change", "completed", {"from": "odd", "to": "converted"}, Sentence("Moved from odd to Converted", tone="good")),
        ("assignment", "completed", {"assigned_by": "a", "owner_id": "b", "owner_name": "Neha", "reason": "Free"}, Sentence("Given to Neha", "Free")),
        ("assignment", "completed", {"assigned_by": "b", "owner_id": "b", "owner_name": "Neha", "reason": "taken"}, Sentence("Taken by Neha")),
        ("quote", "completed", {"folio": "7K2M"}, Sentence("Asked for quote 7K2M", tone="good")),
        ("quote", "completed", {"folio": "7K2M", "kept_at": WHEN}, Sentence("Asked for quote 7K2M", "Written without a connection at Tue 1 Dec 2026, 10:00", "good")),
        ("quote", "completed", {"folio": "7K2M", "kept_at": WHEN, "estimate": "INR 98.00"}, Sentence("Asked for quote 7K2M", "Written without a connection at Tue 1 Dec 2026, 10:00 · estimate INR 98.00", "good")),
        ("sla", "completed", {"event": "missed", "deadline": WHEN}, Sentence("The deadline Tue 1 Dec 2026, 10:00 was missed", tone="bad")),
        ("correction", "completed", {"field": "phone", "from": "1", "to": "2", "reason": "Typo"}, Sentence("Corrected the phone from 1 to 2", "Typo")),
        ("correction", "completed", {"field": "email", "from": None, "to": "p@x.in"}, Sentence("Added the e-mail p@x.in")),
        ("correction", "completed", {"field": "name", "from": "x" * 100, "to": None}, Sentence(f"Removed the name {'x' * 80}…")),
        ("ai_result", "completed", AI, Sentence("Looks like: project, priority high", "Call today")),
        ("ai_review", "completed", {"verdict": "overridden"}, Sentence("Overruled the AI result")),
        ("note", "completed", None, Sentence("")),
    ],
)  # fmt: skip
def test_a_sentence_follows_from_the_facts(kind: str, status: str, facts: object, expected: Sentence) -> None:
    with timezone.override("Asia/Kolkata"):
        assert told(kind, facts, status) == expected


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("call", "follow_up", "approval")])
@pytest.mark.parametrize("facts", [None, [], {}, {"from": 1, "to": {}, "direction": [], "deadline": 5}])
def test_without_the_facts_the_message_speaks(kind: str, facts: object) -> None:
    shown = told(kind, facts, message="As another program said it")
    assert "As another program said it" in (shown.text, shown.detail)


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("odd", [None, 1, [], {}, "2026-13-45T99:00:00Z", "x" * 1000, True])
def test_no_fact_that_another_program_wrote_breaks_the_page(kind: str, odd: object) -> None:
    facts = dict.fromkeys(KINDS[kind].facts, odd)
    for status in KINDS[kind].statuses:
        assert isinstance(told(kind, facts, status, "Message").text, str)


@pytest.mark.parametrize("written", ["9999-12-31T23:59:00-05:00", "0001-01-01T00:00:00+14:00"])
def test_a_time_at_the_end_of_the_calendar_is_told_as_it_was_written(written: str) -> None:
    with timezone.override("Pacific/Kiritimati" if written.startswith("9") else "America/New_York"):
        assert (
            told("sla", {"event": "met", "deadline": written}).text
            == f"Answered before the deadline {written}"
        )


def test_every_type_has_its_teller() -> None:
    assert {*TELLERS, "note"} == set(KINDS)


def test_what_a_colleague_wrote_stands_beside_the_facts() -> None:
    facts = {"direction": "out", "outcome": "reached"}
    assert told("call", facts, message="Wants oak").detail == "Wants oak"


def test_a_message_that_only_repeats_the_facts_is_not_shown_twice() -> None:
    facts = {"direction": "out", "outcome": "reached"}
    assert told("call", facts, message=plain("call", facts)).detail == ""


def test_the_stored_message_is_english_whoever_logs() -> None:
    with translation.override("hi"):
        assert plain("call", {"direction": "out", "outcome": "busy"}) == "Called: the line was busy"


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"actor_type": "system"}, "the system"),
        ({"actor_type": "ai", "actor_id": "gpt"}, "gpt"),
        ({"actor_type": "user", "actor_id": "sales_user_5"}, "sales_user_5"),
        ({"actor_type": "user"}, "Colleague"),
    ],
)
def test_somebody_did_it(facts: dict[str, str], name: str) -> None:
    assert actor(Activity(id=uuid4(), type="note", **facts)) == name
