import pytest

from activity.outbox import reachable, stops
from activity.outbox.models import StopReason
from tests.leads import facts

pytestmark = pytest.mark.django_db


def test_a_lead_with_an_address_that_may_be_written_to_is_reachable() -> None:
    lead = facts.lead(email="priya@example.com")
    assert reachable.by_email([lead.pk]) == [lead.pk]


@pytest.mark.parametrize("email", [None, ""])
def test_a_lead_without_an_address_is_not(email: str | None) -> None:
    lead = facts.lead(email=email)
    assert reachable.by_email([lead.pk]) == []


def test_a_lead_whose_address_was_stopped_is_not() -> None:
    lead = facts.lead(email="Priya@Example.com")
    stops.stop(channel="email", address="priya@example.com", reason=StopReason.BOUNCE, now=facts.NOW)
    assert reachable.by_email([lead.pk]) == []


def test_they_stay_in_order() -> None:
    leads = [facts.lead(number, email=f"{number}@example.com").pk for number in (1, 2, 3)]
    assert reachable.by_email(leads[::-1]) == leads[::-1]
