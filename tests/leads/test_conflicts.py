"""Edits that meet: a step based on what is no more is refused, shows both sides, and may be insisted on.

The steps are those that the pages offer: a new one that says nothing of what it touches fails here.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from activity import follow_ups
from activity.models import Activity
from assignments import workflow as assigning
from leads.models import Lead
from tests.leads.rivals import (
    AGREED,
    MEETINGS,
    REASON,
    STEPS,
    actor,
    begun,
    beside,
    opened,
    sendable,
    typed,
)
from tests.leads.steps import logged_in, page, said, sent, state, step
from tests.people import alice, in_role

pytestmark = pytest.mark.django_db
CONTESTED = sorted(name for name, one in STEPS.items() if one.touches and name not in AGREED)
ADDING = {
    "contact": {"kind": "call", "direction": "out", "outcome": "reached"},
    "note": {"text": "Prefers mornings"},
    "follow_up": {"action": "call", "quick": "hour"},
    "approval": {"approval_type": "other", "what": "A sample"},
}
TO_A_CUSTOMER = ["chat", "reply", "text", "visit"]  # which only add to the log as well
FOR_GOOD = "It is settled, and the log keeps it so."
# Where ours cannot be put instead, and why.
BARRED = {
    "wait": "We wait for the customer already.",
    "clear": "This lead is no suspect, or is one no more.",
    "snooze": FOR_GOOD,
    "complete": FOR_GOOD,
    "cancel": FOR_GOOD,
    "decide": FOR_GOOD,
    "confirm_visit": FOR_GOOD,
}


def met(name: str, client: Client) -> tuple[Lead, Any]:
    """A page that somebody read, sent once Rajesh had done the other thing: the lead, and the answer."""
    row, task, url = begun(name)
    data = {**opened(client, url), **typed(name)}
    MEETINGS[name].rival(row, task)
    return row, client.post(url, data)


def insist(client: Client, response: Any, **chosen: object) -> Any:
    """The form of the conflict, sent as it stands."""
    data = {**sendable(response.context["form"]), **chosen}
    return client.post(response.context["action"], data)


def test_every_step_says_what_it_touches_and_is_looked_at_here() -> None:
    assert sorted(MEETINGS) == CONTESTED
    assert sorted(name for name, one in STEPS.items() if not one.touches) == sorted([*ADDING, *TO_A_CUSTOMER])


@pytest.mark.parametrize("name", sorted(STEPS))
def test_a_step_that_touches_something_carries_what_was_seen(name: str) -> None:
    asked = STEPS[name]
    form = asked.form(lead=Lead(name="Priya", status="new"), user=alice(), now=timezone.now())
    carries = any(field.startswith("was_") for field in form.fields)
    assert carries == (asked.touches is not None and not asked.implied)


@pytest.mark.parametrize("name", CONTESTED)
def test_a_stale_version_is_refused_and_both_sides_are_shown(name: str) -> None:
    client = logged_in(alice())
    row, task, url = begun(name)
    data = {**opened(client, url), **typed(name)}
    MEETINGS[name].rival(row, task)
    before = state()
    response = client.post(url, data)
    assert (response.status_code, state()) == (409, before)
    sides = response.context["panel"].sides
    assert MEETINGS[name].sides in [(side.seen, side.wanted, side.now) for side in sides]
    assert {side.who for side in sides} == {"Rajesh Kumar"}
    assert REASON not in typed(name).values() or REASON in response.content.decode()


@pytest.mark.parametrize("name", CONTESTED)
def test_what_a_step_does_not_touch_does_not_stand_against_it(name: str) -> None:
    client = logged_in(alice())
    row, _task, url = begun(name)
    data = {**opened(client, url), **typed(name)}
    beside(row, STEPS[name].touches)
    assert client.post(url, data).status_code == 302


@pytest.mark.parametrize("name", ADDING)
def test_what_only_adds_to_the_log_meets_nobody(name: str) -> None:
    row, _task, _url = begun("move")
    data = sent(row, **ADDING[name])
    beside(row, None)
    assert logged_in(alice()).post(step(row, name.replace("_", "-")), data).status_code == 302


@pytest.mark.parametrize("name", [name for name in CONTESTED if name not in {*BARRED, "take", "correct"}])
def test_ours_is_put_instead_where_it_can_be(name: str) -> None:
    client = logged_in(alice())
    _row, response = met(name, client)
    assert ">Put mine instead</button>" in response.content.decode()
    assert insist(client, response).status_code == 302


@pytest.mark.parametrize(("name", "why"), BARRED.items())
def test_where_ours_cannot_be_put_instead_it_is_said_why(name: str, why: str) -> None:
    _row, response = met(name, logged_in(alice()))
    text = response.content.decode()
    assert f"Yours cannot be put instead. {why}" in text
    assert "Put mine instead" not in text


def test_a_lead_is_moved_back_by_managers_alone_and_a_colleague_is_told_so() -> None:
    _row, response = met("move", logged_in(in_role("Sales")))
    assert response.context["panel"].obstacle == "Only a manager moves a lead back."


def test_a_lead_that_was_taken_is_handed_over_by_those_who_may() -> None:
    row, response = met("take", logged_in(in_role("Manager", "meera", "Meera Joshi")))
    link = response.context["panel"].link
    assert link.startswith(f"{step(row, 'assign')}?owner=")
    assert f'href="{link}"' in response.content.decode()


def test_a_lead_that_was_taken_is_asked_for_by_those_who_may_not() -> None:
    _row, response = met("take", logged_in(in_role("Sales")))
    assert response.context["panel"].obstacle == "Ask Rajesh Kumar, or a manager, to hand it to you."


def test_words_that_would_be_lost_are_kept_as_a_note() -> None:
    client = logged_in(alice())
    row, response = met("complete", client)
    panel = response.context["panel"]
    kept = client.post(step(row, "note"), {"text": panel.note, "key": panel.key})
    assert (kept.status_code, said(kept)[-1]) == (302, "Note kept.")
    assert Activity.objects.filter(type="note", message=REASON).count() == 1


def test_to_keep_theirs_is_to_go_back() -> None:
    row, response = met("move", logged_in(alice()))
    assert (
        f'<a class="button" href="{page(row)}" data-keep>Keep Rajesh Kumar’s</a>' in response.content.decode()
    )


def test_a_choice_may_meet_somebody_as_well() -> None:
    client = logged_in(alice())
    row, response = met("assign", client)
    third = in_role("Sales", "meera", "Meera Joshi")
    assigning.assign(lead_id=row.pk, owner=third, actor=actor(), reason="Hers", now=timezone.now())
    second = insist(client, response)
    assert (second.status_code, [side.now for side in second.context["panel"].sides]) == (
        409,
        ["Meera Joshi"],
    )


def test_a_follow_up_that_was_put_off_is_settled_where_it_went() -> None:
    client = logged_in(alice())
    _row, task, url = begun("complete")
    assert task is not None
    data = {**opened(client, url), **typed("complete")}
    now = timezone.now()
    later = follow_ups.snooze(activity_id=task.pk, at=now + timedelta(days=3), actor=actor(), now=now)
    response = client.post(url, data)
    assert response.context["action"] == url.replace(str(task.pk), str(later.pk))
    assert insist(client, response).status_code == 302
    assert Activity.objects.get(pk=later.pk).status == "completed"


@pytest.mark.parametrize(("chosen", "name"), [("theirs", "Priya Iyer"), ("mine", REASON)])
def test_of_two_corrections_each_field_is_chosen_and_the_others_merge(chosen: str, name: str) -> None:
    client = logged_in(alice())
    row, _task, url = begun("correct")
    data = {**opened(client, url), **typed("correct"), "company": "Kept & Co."}
    MEETINGS["correct"].rival(row, None)
    Lead.objects.filter(pk=row.pk).update(location="Pune")
    response = client.post(url, data)
    assert insist(client, response).status_code == 422  # neither is chosen
    assert insist(client, response, take_name=chosen).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.company, row.location) == (name, "Kept & Co.", "Pune")


def test_two_who_give_a_lead_up_for_reasons_of_their_own_do_not_lose_one() -> None:
    client = logged_in(alice())
    row, task, url = begun("move")
    data = {**opened(client, url), "to": "lost", "reason": "Bought elsewhere"}
    MEETINGS["move"].rival(row, task)
    panel = client.post(url, data).context["panel"]
    assert (panel.obstacle, panel.note) == ("The lead stands there already.", "Bought elsewhere")


@pytest.mark.parametrize("name", ["complete", "cancel", "decide", "confirm_visit", "call_off_visit"])
def test_a_page_that_is_sent_twice_meets_nobody(name: str) -> None:
    client = logged_in(alice())
    _row, _task, url = begun(name)
    data = {**opened(client, url), **typed(name)}
    client.post(url, data)
    after = state()
    again = client.post(url, data)
    assert (again.status_code, said(again)[-1]) == (302, "This was logged already, and is there once.")
    assert state() == after


def test_a_page_that_sends_the_step_itself_is_told_where_it_leads() -> None:
    client = logged_in(alice())
    row, _task, url = begun("move")
    data = {**opened(client, url), **typed("move")}
    response = client.post(url, data, headers={"In-Place": "yes"})
    assert (response.status_code, response["Location"], said(response)) == (
        204, page(row), ["Moved to Qualified."],
    )  # fmt: skip


def test_one_who_gives_a_lead_up_twice_by_one_page_does_not_meet_themselves() -> None:
    client = logged_in(alice())
    _row, _task, url = begun("move")
    data = {**opened(client, url), "to": "lost", "reason": "Bought elsewhere"}
    answers = [client.post(url, data) for _ in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
