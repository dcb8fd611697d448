"""Nobody decides what they asked for themselves, by plain SQL either."""

import json

import pytest
from django.db import IntegrityError, transaction

from tests.database.access import STAFF, activity, data_api, lead, one, run

NEHA, MEERA = "sales_user_5", "sales_user_7"
DECIDE = "update lead_activity set status = 'approved' where type = 'approval'"


def ask(**columns: str) -> None:
    facts = {"actor_type": "user", "actor_id": NEHA, **columns}
    activity(lead(), "approval", status="pending", **facts)


def act_as(identifier: str) -> None:
    said = json.dumps({"type": "user", "id": identifier})
    run("select set_config('leadsite.actor', %s, true)", said)


@pytest.mark.django_db
@pytest.mark.parametrize("verdict", ["approved", "rejected"])
def test_who_asked_does_not_decide(verdict: str) -> None:
    ask()
    act_as(NEHA)
    with pytest.raises(IntegrityError, match="never decided by the one who asked"), transaction.atomic():
        run("update lead_activity set status = %s", verdict)
    assert one("select status from lead_activity") == "pending"


@pytest.mark.django_db
def test_another_decides() -> None:
    ask()
    act_as(MEERA)
    run(DECIDE)
    assert one("select status from lead_activity") == "approved"


@pytest.mark.django_db
def test_what_nobody_in_particular_asked_for_is_decided_by_anyone() -> None:
    activity(lead(), "approval", status="pending")
    act_as(NEHA)
    run(DECIDE)
    assert one("select status from lead_activity") == "approved"


@pytest.mark.django_db
def test_who_planned_a_follow_up_may_well_complete_it() -> None:
    activity(lead(), "follow_up", status="pending", actor_type="user", actor_id=NEHA)
    act_as(NEHA)
    run("update lead_activity set status = 'completed'")
    assert one("select status from lead_activity") == "completed"


@pytest.mark.django_db(transaction=True)
def test_who_asked_does_not_decide_through_the_data_api_either() -> None:
    ask()
    with data_api() as api, api.role("authenticated", STAFF):
        assert api.refused(DECIDE) == "23514"
