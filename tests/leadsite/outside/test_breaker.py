"""Five failures in a minute leave a provider alone, for every process, until one call tries again."""

import pytest
from django.db import OperationalError
from pytest_django import DjangoAssertNumQueries

from leadsite.outside.breaker import Breaker, Resting
from leadsite.outside.models import CircuitBreaker
from tests.database.access import run

pytestmark = pytest.mark.django_db
TWILIO = Breaker("twilio")


def fail(times: int = 5) -> None:
    for _ in range(times):
        TWILIO.failed("It answered 500.")


def later(seconds: int) -> None:
    """As if so much time had passed."""
    run(
        "update circuit_breakers set probe_at = probe_at - make_interval(secs => %s),"
        " failed_at = array(select at - make_interval(secs => %s) from unnest(failed_at) f (at))",
        seconds,
        seconds,
    )


def test_one_that_never_failed_is_asked() -> None:
    assert not TWILIO.ask()


def test_four_failures_are_borne_and_the_fifth_opens() -> None:
    fail(4)
    assert not TWILIO.ask()
    fail(1)
    with pytest.raises(Resting) as resting:
        TWILIO.ask()
    assert 299 < resting.value.seconds <= 300
    row = CircuitBreaker.objects.get()
    assert (row.reason, row.times_opened) == ("It answered 500.", 1)


def test_failures_of_another_minute_do_not_count() -> None:
    fail(4)
    later(61)
    fail(4)
    assert not TWILIO.ask()


def test_another_provider_is_asked_all_the_same() -> None:
    fail()
    assert not Breaker("resend").ask()


def test_after_its_rest_one_call_alone_tries() -> None:
    fail()
    later(301)
    assert TWILIO.ask()
    with pytest.raises(Resting):
        TWILIO.ask()


def test_a_try_that_succeeds_closes_it() -> None:
    fail()
    TWILIO.close()
    assert not TWILIO.ask()


def test_a_try_that_fails_lets_it_rest_again() -> None:
    fail()
    later(301)
    TWILIO.ask()
    fail(1)
    with pytest.raises(Resting):
        TWILIO.ask()
    assert CircuitBreaker.objects.get().times_opened == 1


def test_an_open_one_costs_one_look_at_its_row(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    fail()
    with django_assert_num_queries(1), pytest.raises(Resting):
        TWILIO.ask()


def test_a_database_that_is_away_hides_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*given: object, **more: object) -> bool:
        raise OperationalError

    monkeypatch.setattr(Breaker, "run", away)
    monkeypatch.setattr("leadsite.outside.breaker.connection.close_if_unusable_or_obsolete", lambda: None)
    TWILIO.failed("It answered 500.")
