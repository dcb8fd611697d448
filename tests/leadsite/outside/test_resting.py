"""Staff and health see which provider is left alone, until when and why."""

import pytest
from django.db import connection
from django.test import Client

from leadsite.outside import resting
from leadsite.outside.breaker import FAILURES, Breaker
from tests.leads.steps import logged_in
from tests.people import in_role

pytestmark = pytest.mark.django_db


def fail(times: int = FAILURES) -> None:
    for _ in range(times):
        Breaker("twilio").failed("It answered 500.")


def read() -> list[resting.Rest]:
    with connection.cursor() as cursor:
        return resting.read(cursor)


def test_who_failed_less_often_does_not_rest() -> None:
    fail(FAILURES - 1)
    assert (read(), resting.report(read())) == ([], {"status": "up", "resting": {}})


def test_who_rests_is_told_with_its_reason() -> None:
    fail()
    (rest,) = read()
    assert (rest.title, rest.reason) == ("Twilio", "It answered 500.")
    assert resting.report(read())["resting"]["twilio"] == {
        "since": rest.since.isoformat(),
        "next_try": rest.probe_at.isoformat(),
        "reason": "It answered 500.",
    }


def test_the_page_of_jobs_says_so() -> None:
    fail()
    page = logged_in(in_role("Manager")).get("/admin/jobs/").content.decode()
    assert "Twilio fails and is left alone for some minutes." in page
    assert "It answered 500." in page


def test_health_tells_of_providers(client: Client) -> None:
    assert client.get("/health").json()["services"]["providers"] == {"status": "up", "resting": {}}


def test_with_the_database_away_nobody_knows() -> None:
    assert resting.report(None) == {"status": "unknown"}
