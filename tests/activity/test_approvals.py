"""Approvals: asked for by anyone, decided by another, with a reason."""

from typing import Any

import pytest

from activity import approvals
from activity.kinds import SYSTEM, Actor
from activity.models import Activity
from activity.recorder import AlreadyLogged, Closed
from leads.exceptions import Refused
from leads.models import Lead
from leadsite.keys import new_id
from tests.leads.facts import lead
from tests.racing import at_once

NEHA, MEERA = Actor("user", "sales_user_5"), Actor("user", "sales_user_7")


def ask(row: Lead, actor: Actor = NEHA, **options: Any) -> Activity:
    asked = {"lead_id": row.pk, "what": "5 % off", "approval_type": "discount", "actor": actor, **options}
    return approvals.ask(**asked)


def decide(row: Activity, actor: Actor = MEERA, **options: Any) -> Activity:
    asked = {"activity_id": row.pk, "verdict": "approved", "reason": "Large order", "actor": actor, **options}
    return approvals.decide(**asked)


@pytest.mark.django_db
def test_what_is_asked_for_waits() -> None:
    ask(lead())
    assert Activity.objects.values_list("type", "status", "message", "actor_id", "metadata").get() == (
        "approval",
        "pending",
        "5 % off",
        "sales_user_5",
        {"approval_type": "discount", "requires_manager": True},
    )


@pytest.mark.django_db
def test_a_page_sent_twice_asks_once() -> None:
    row, key = lead(), new_id()
    ask(row, key=key)
    with pytest.raises(AlreadyLogged):
        ask(row, key=key)
    assert Activity.objects.count() == 1


@pytest.mark.django_db
def test_nothing_is_asked_about_a_lead_that_is_gone() -> None:
    with pytest.raises(Refused, match="gone"):
        ask(Lead(id=new_id()))


@pytest.mark.django_db
@pytest.mark.parametrize(("verdict", "note"), [("approved", "Approved: Why"), ("rejected", "Rejected: Why")])
def test_a_decision_is_kept_with_its_reason_and_who_decided(verdict: str, note: str) -> None:
    decided = decide(ask(lead()), verdict=verdict, reason=" Why ")
    assert (decided.status, (decided.metadata or {})["outcome"]) == (verdict, "Why")
    assert Activity.objects.filter(type="note").values_list("message", "actor_id").get() == (
        note,
        "sales_user_7",
    )


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_decision_needs_a_reason(reason: str) -> None:
    asked = ask(lead())
    with pytest.raises(Refused, match="needs_reason"):
        decide(asked, reason=reason)
    assert Activity.objects.get().status == "pending"


@pytest.mark.django_db
def test_nobody_decides_what_they_asked_for() -> None:
    asked = ask(lead(), MEERA)
    with pytest.raises(Refused, match="own_request"):
        decide(asked)
    assert Activity.objects.get().status == "pending"


@pytest.mark.django_db
def test_what_a_machine_asked_for_is_decided_by_anyone() -> None:
    assert decide(ask(lead(), SYSTEM)).status == "approved"


@pytest.mark.django_db
def test_a_decision_is_made_once() -> None:
    asked = ask(lead())
    decide(asked)
    with pytest.raises(Closed) as caught:
        decide(asked, verdict="rejected")
    assert caught.value.activity.status == "approved"
    assert Activity.objects.filter(type="note").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["follow_up", "waiting", "booking"])
def test_no_other_open_row_is_an_approval(kind: str) -> None:
    other = Activity.objects.create(lead=lead(), type=kind, status="pending", message="x")
    with pytest.raises(Activity.DoesNotExist):
        decide(other)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_decides() -> None:
    row = lead()
    asked = ask(row)
    alice = Actor("user", "sales_user_8")
    results = at_once(row.pk, lambda: decide(asked), lambda: decide(asked, alice, verdict="rejected"))
    assert sorted(type(result).__name__ for result in results) == ["Activity", "Closed"]
