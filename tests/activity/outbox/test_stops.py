"""Where nothing is sent any more."""

import pytest

from activity.outbox import stops
from activity.outbox.models import StopReason
from tests.leads.quoting.rows import NOW

pytestmark = pytest.mark.django_db


def test_an_address_is_stopped_and_allowed_again_however_it_is_written() -> None:
    stops.stop(channel="email", address=" Priya@Example.com", reason=StopReason.BOUNCE, now=NOW)
    assert stops.is_stopped(channel="email", address="priya@example.com")
    assert not stops.is_stopped(channel="sms", address="priya@example.com")
    assert stops.allow(channel="email", address="PRIYA@example.com")
    assert not stops.is_stopped(channel="email", address="priya@example.com")


def test_the_customers_own_wish_outlives_another_reason() -> None:
    for reason in (StopReason.BOUNCE, StopReason.OPT_OUT, StopReason.BOUNCE):
        stops.stop(channel="sms", address="+919820000001", reason=reason, now=NOW, detail=reason)
    found = stops.stopped(channel="sms", address="+919820000001")
    assert found is not None
    assert (found.reason, found.detail) == ("opt_out", "opt_out")
