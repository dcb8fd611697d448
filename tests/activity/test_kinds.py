"""What each type of activity may carry."""

from typing import Any

import pytest

from activity.kinds import KINDS, ActivityType, WrongFacts, check, may_move

KEY = "0193a2c4-5d6e-7f80-9a1b-2c3d4e5f6071"
TIME = "2026-11-21T10:00:00+05:30"
MESSAGE = {"direction": "out", "automatic": True, "provider": "twilio", "retry_count": 0}
GOOD: dict[str, dict[str, Any]] = {
    "ai_result": {
        "intent": "quote_request",
        "lead_type": "architect",
        "priority": "high",
        "suggested_action": "call",
        "model": "rules",
        "prompt_version": "1",
        "input_hash": "abc",
        "latency_ms": 12,
    },
    "ai_review": {"result_id": KEY, "verdict": "accepted", "fields": {}},
    "assignment": {
        "assigned_by": "system",
        "owner_id": "sales_user_5",
        "owner_name": "Neha Patel",
        "sla_deadline": TIME,
        "reason": "",
    },
    "call": {"direction": "out", "outcome": "reached", "duration_s": 60},
    "email": {"direction": "out", "automatic": False, "channel": "smtp", "retry_count": 0},
    "sms": {**MESSAGE, "to": "+919876543210"},
    "whatsapp": {**MESSAGE, "from": "+919876543210", "direction": "in"},
    "follow_up": {"action": "call", "scheduled_for": TIME, "replaces": KEY},
    "approval": {"approval_type": "discount", "requires_manager": True},
    "waiting": {"reason": "customer travels"},
    "status_change": {"from": "new", "to": "contacted"},
    "booking": {"starts_at": TIME, "ends_at": TIME, "timezone": "Asia/Kolkata", "staff_id": "sales_user_5"},
    "quote": {"folio": "7K2M-9XTR-D4Q", "submission_id": KEY},
    "sla": {"event": "missed", "clock": "first_response", "deadline": TIME},
    "correction": {"field": "phone", "from": None, "to": "+919876543210", "reason": "misheard"},
    "note": {},
}


def test_every_type_has_its_facts_and_its_life() -> None:
    assert sorted(KINDS) == sorted(ActivityType.values) == sorted(GOOD)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_good_facts_pass(kind: str) -> None:
    check(kind, KINDS[kind].first, GOOD[kind])


@pytest.mark.parametrize(
    ("kind", "name"),
    [(kind, name) for kind, good in GOOD.items() for name in good if KINDS[kind].facts[name].required],
)
def test_a_missing_fact_is_named(kind: str, name: str) -> None:
    facts = {key: value for key, value in GOOD[kind].items() if key != name}
    with pytest.raises(WrongFacts, match=f"a {kind} lacks {name}"):
        check(kind, KINDS[kind].first, facts)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_unknown_fact_is_named(kind: str) -> None:
    with pytest.raises(WrongFacts, match=f"a {kind} does not know mood"):
        check(kind, KINDS[kind].first, {**GOOD[kind], "mood": "good"})


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        ("ai_result", "priority", "urgent"),
        ("ai_result", "latency_ms", -1),
        ("ai_result", "latency_ms", True),
        ("ai_result", "intent", " "),
        ("ai_review", "result_id", "first"),
        ("ai_review", "fields", []),
        ("sms", "automatic", "yes"),
        ("sms", "direction", "up"),
        ("follow_up", "action", "pray"),
        ("follow_up", "scheduled_for", "tomorrow"),
        ("follow_up", "scheduled_for", "2026-11-21T10:00:00"),
        ("follow_up", "reason", 5),
        ("sla", "event", "ignored"),
    ],
)
def test_an_unfit_fact_is_named(kind: str, name: str, value: object) -> None:
    with pytest.raises(WrongFacts, match=f"a {kind} cannot use {name}"):
        check(kind, KINDS[kind].first, {**GOOD[kind], name: value})


def test_an_unknown_type_is_refused() -> None:
    with pytest.raises(WrongFacts, match="'rumour' is not a type of activity"):
        check("rumour", "completed", {})


def test_a_status_of_another_type_is_refused() -> None:
    with pytest.raises(WrongFacts, match="a note is never 'pending'"):
        check("note", "pending", {})


@pytest.mark.parametrize(
    ("kind", "old", "new", "allowed"),
    [
        ("follow_up", "pending", "completed", True),
        ("follow_up", "completed", "pending", False),
        ("booking", "confirmed", "cancelled", True),
        ("booking", "confirmed", "declined", False),
        ("sms", "queued", "delivered", True),
        ("sms", "delivered", "sent", False),
        ("note", "completed", "completed", False),
    ],
)
def test_a_row_moves_forward_only(kind: str, old: str, new: str, allowed: bool) -> None:
    assert may_move(kind, old, new) is allowed
