"""What is a contact, and what an answer: rows and facts are judged alike."""

from itertools import product

import pytest
from django.db import connection

from activity.contacts import ANSWER, CONTACT, is_answer, is_contact, is_message
from activity.kinds import KINDS, Actor
from activity.models import Activity
from leads.models import Lead

pytestmark = pytest.mark.django_db
FACTS: list[dict[str, object] | None] = [
    None,
    {},
    {"direction": "out"},
    {"direction": "in"},
    {"direction": "out", "automatic": False},
    {"direction": "in", "automatic": False},
    {"direction": "out", "automatic": True},
    {"direction": "in", "automatic": True},
    {"action": "meeting"},
    {"action": "call"},
]


@pytest.fixture
def log() -> list[Activity]:
    """Every type by every actor with every set of facts, as plain SQL could write it."""
    lead = Lead.objects.create(name="Priya Sharma", email="priya@example.com")
    return Activity.objects.bulk_create(
        Activity(lead=lead, type=kind, status=KINDS[kind].first, message="x", actor_type=by, metadata=facts)
        for kind, by, facts in product(KINDS, ("user", "system", "ai"), FACTS)
    )


@pytest.fixture
def messages(log: list[Activity]) -> list[Activity]:
    """Messages in every status, some of which a provider knows."""
    rows = [
        Activity(lead=log[0].lead, type=kind, status=status, message="x", actor_type="user", metadata=known)
        for kind in ("email", "sms", "whatsapp")
        for status in KINDS[kind].statuses
        for known in ({"direction": "out"}, {"direction": "out", "provider_id": f"{kind} {status}"})
    ]
    return [*log, *Activity.objects.bulk_create(rows)]


def judged(log: list[Activity], judge: object) -> set[object]:
    return {
        row.pk
        for row in log
        if judge(row.type, Actor(row.actor_type), row.metadata or {}, row.status)  # type: ignore[operator]
    }


def test_rows_and_facts_agree_about_contacts(messages: list[Activity]) -> None:
    found = set(Activity.objects.filter(CONTACT).values_list("pk", flat=True))
    assert (
        found == judged(messages, is_contact) == set(Activity.objects.contacts().values_list("pk", flat=True))
    )
    assert found


def test_rows_and_facts_agree_about_answers(messages: list[Activity]) -> None:
    found = set(Activity.objects.filter(ANSWER).values_list("pk", flat=True))
    assert found == judged(messages, is_answer)
    assert found


@pytest.mark.parametrize(
    ("kind", "facts", "contact", "answer"),
    [
        ("call", {"direction": "in"}, True, True),
        ("call", {"direction": "out"}, True, True),
        ("email", {"direction": "out", "automatic": False}, True, True),
        ("email", {"direction": "in", "automatic": False}, True, False),
        ("whatsapp", {"direction": "out", "automatic": True}, False, False),
        ("note", {}, False, False),
        ("follow_up", {"action": "meeting"}, False, False),
    ],
)
def test_what_a_colleague_logs(kind: str, facts: dict[str, object], contact: bool, answer: bool) -> None:
    neha = Actor("user", "sales_user_5")
    assert (is_contact(kind, neha, facts), is_answer(kind, neha, facts)) == (contact, answer)


@pytest.mark.parametrize(
    ("status", "action", "met"),
    [("completed", "meeting", True), ("pending", "meeting", False), ("completed", "call", False)],
)
def test_a_meeting_that_took_place_is_a_contact_and_an_answer(status: str, action: str, met: bool) -> None:
    lead = Lead.objects.create(name="Priya Sharma", email="priya@example.com")
    facts = {"action": action}
    Activity.objects.create(lead=lead, type="follow_up", status=status, message="x", metadata=facts)
    for condition in (CONTACT, ANSWER):
        assert Activity.objects.filter(condition).exists() is met


def test_rows_and_facts_agree_about_messages_of_the_customer(log: list[Activity]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select id from lead_activity where wrote_in(type, actor_type, metadata)")
        found = {key for (key,) in cursor.fetchall()}
    assert found == judged(log, lambda *row: is_message(*row[:3]))
    assert found


def test_a_message_that_nobody_has_is_no_contact(messages: list[Activity]) -> None:
    sent = [
        row for row in messages if row.type == "sms" and row.actor_type == "user" and row.status == "failed"
    ]
    taken = {
        bool((row.metadata or {}).get("provider_id")) for row in sent if row in Activity.objects.contacts()
    }
    assert (len(sent), taken) == (2, {True})
