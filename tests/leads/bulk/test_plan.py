"""What a preview hands to the deed."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from leads.bulk.plan import BadPlan, Plan
from leadsite.accounts.models import User
from leadsite.keys import new_id

NEHA, RAJESH = User(identifier="sales_user_5"), User(identifier="sales_user_6")
NOW = datetime(2026, 11, 21, 10, 0, 0, 123456, tzinfo=UTC)


def plan(leads: int = 2) -> Plan:
    return Plan(new_id(), "lost", {new_id(): "contacted" for _ in range(leads)}, True, "view=mine&q=a%2Bb")


def test_it_comes_back_as_it_was() -> None:
    written = plan()
    assert Plan.read(written.sign(NEHA), NEHA) == written


def test_a_colleague_cannot_use_it() -> None:
    with pytest.raises(BadPlan):
        Plan.read(plan().sign(NEHA), RAJESH)


@pytest.mark.parametrize("text", ["", "x", "a:b:c", "\x00"])
def test_what_nobody_signed_is_refused(text: str) -> None:
    with pytest.raises(BadPlan):
        Plan.read(text, NEHA)


def test_a_changed_one_is_refused() -> None:
    signed = plan().sign(NEHA)
    with pytest.raises(BadPlan):
        Plan.read(signed[:-1] + ("A" if signed[-1] != "A" else "B"), NEHA)


def test_an_old_one_is_refused() -> None:
    with time_machine.travel(NOW, tick=False):
        signed = plan().sign(NEHA)
    with time_machine.travel(NOW + timedelta(days=2), tick=False), pytest.raises(BadPlan):
        Plan.read(signed, NEHA)


def test_ten_thousand_leads_fit_into_a_form() -> None:
    assert len(plan(10_000).sign(NEHA)) < 600_000  # of the megabyte that a request may have
