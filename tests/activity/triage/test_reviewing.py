"""A colleague agrees with advice or overrules it; both are in the log, and deadlines follow."""

from uuid import uuid4

import pytest

from activity.kinds import Actor
from activity.models import Activity
from activity.recorder import AlreadyLogged
from activity.triage import arrivals
from activity.triage.reviewing import review
from assignments.clocks import facts
from leads.exceptions import Refused
from tests.assignments.routing.teams import NOON, waiting

pytestmark = pytest.mark.django_db
NEHA = Actor("user", "sales_user_neha")


def advice() -> Activity:
    lead = waiting()
    arrivals.greet([lead.pk])
    return Activity.objects.filter(lead=lead).advice()[0]


def say(result: Activity, key: object = None, **fields: str) -> Activity:
    return review(result_id=result.pk, fields=fields, actor=NEHA, now=NOON, key=key)  # type: ignore[arg-type]  # a key


def test_to_agree_is_logged() -> None:
    result = advice()
    assert say(result).metadata == {"result_id": str(result.pk), "verdict": "accepted", "fields": {}}


def test_to_overrule_keeps_what_differs() -> None:
    told = say(advice(), priority="high", intent="buy", lead_type="trade")
    assert (told.metadata["verdict"], told.metadata["fields"]) == (
        "overridden", {"priority": "high", "lead_type": "trade"},
    )  # fmt: skip


def test_the_deadline_follows_the_colleague() -> None:
    result = advice()
    say(result, priority="high")
    assert facts.read([result.lead_id])[result.lead_id].priority() == "high"


def test_to_change_nothing_is_to_agree() -> None:
    assert say(advice(), priority="medium").metadata["verdict"] == "accepted"


def test_one_page_sent_twice_is_logged_once() -> None:
    result, key = advice(), uuid4()
    say(result, key)
    with pytest.raises(AlreadyLogged):
        say(result, key)


def test_what_was_said_already_is_refused() -> None:
    result = advice()
    say(result)
    with pytest.raises(Refused, match="reviewed_already"):
        say(result)


def test_a_colleague_may_think_again() -> None:
    result = advice()
    say(result, priority="high")
    assert say(result, priority="low").metadata["fields"] == {"priority": "low"}


def test_older_advice_is_refused() -> None:
    result = advice()
    Activity.objects.create(lead_id=result.lead_id, type="ai_result", metadata=result.metadata)
    with pytest.raises(Refused, match="newer_advice"):
        say(result)
