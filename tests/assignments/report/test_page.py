"""Response times as staff read them, and as a spreadsheet does."""

import csv
import io
from collections.abc import Iterator

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from leadsite.accounts.models import User
from tests import people
from tests.assignments.report import stories
from tests.assignments.report.stories import at
from tests.leads import facts

pytestmark = pytest.mark.django_db
PAGE, CSV = reverse("admin:response_times"), reverse("admin:response_times_download")
HEAD = [
    "team", "person", "week", "met", "answered_late", "missed", "closed", "running", "percent_met",
    "median_working_minutes", "p90_working_minutes",
]  # fmt: skip


@pytest.fixture(autouse=True)
def friday() -> Iterator[None]:
    with time_machine.travel(at("2026-11-27T12:00"), tick=False):
        yield


@pytest.fixture
def neha(client: Client) -> User:
    user = people.in_role("Sales")
    client.force_login(user)
    return user


def two_answers(neha: User) -> None:
    stories.waited(
        facts.lead(1), "2026-11-26T10:00", due="2026-11-26T11:00", answered="2026-11-26T10:30", by=neha
    )
    stories.waited(
        facts.lead(2), "2026-11-19T10:00", due="2026-11-19T11:00", answered="2026-11-19T12:00", by=neha
    )


def test_it_shows_weeks_people_and_teams(client: Client, neha: User) -> None:
    two_answers(neha)
    context = client.get(PAGE, {"weeks": "4"}).context
    tables = {
        name: [(line.name, line.met, line.median) for line in lines] for name, _, lines in context["tables"]
    }
    assert tables["weeks"] == [("23 Nov 2026", "100 %", "30 min"), ("16 Nov 2026", "0 %", "2 h")]
    assert tables["people"] == [("Neha Patel", "50 %", "30 min")]
    assert (context["all"].met, context["all"].p90) == ("50 %", "2 h")
    assert context["trend"] == "100 points more in time than in the earlier weeks"


def test_it_says_so_when_nobody_waited(client: Client, neha: User) -> None:
    assert "No customer began to wait in these weeks." in client.get(PAGE).content.decode()


@pytest.mark.parametrize("query", [{"weeks": "9999"}, {"weeks": "x\x00"}, {"clock": "owner"}])
def test_what_nobody_offered_is_the_usual(client: Client, neha: User, query: dict[str, str]) -> None:
    context = client.get(PAGE, query).context
    assert (context["many"], context["clock"]) == (8, "first_response")


def test_a_spreadsheet_gets_a_line_for_each_person_and_week(client: Client, neha: User) -> None:
    two_answers(neha)
    answer = client.get(CSV)
    rows = list(csv.reader(io.StringIO(answer.content.decode().removeprefix("\ufeff"))))
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert [row[1:] for row in rows] == [
        HEAD[1:],
        ["Neha Patel", "2026-11-16", "0", "1", "0", "0", "0", "0", "120", "120"],
        ["Neha Patel", "2026-11-23", "1", "0", "0", "0", "0", "100", "30", "30"],
    ]


def test_a_name_that_a_spreadsheet_would_run_is_a_text(client: Client, neha: User) -> None:
    User.objects.filter(pk=neha.pk).update(name="=1+1")
    two_answers(neha)
    assert "'=1+1" in client.get(CSV).content.decode()


def test_the_command_writes_the_same_lines(
    client: Client, neha: User, capsys: pytest.CaptureFixture[str]
) -> None:
    two_answers(neha)
    call_command("sla_report", "--weeks", "8")
    written = capsys.readouterr().out
    assert written.replace("\r\n", "\n") == client.get(CSV).content.decode().removeprefix("\ufeff").replace(
        "\r\n", "\n"
    )


def test_the_command_refuses_weeks_that_are_none() -> None:
    with pytest.raises(CommandError, match="--weeks"):
        call_command("sla_report", "--weeks", "0")


def test_who_is_not_signed_in_is_asked_to(client: Client) -> None:
    assert client.get(PAGE).headers["Location"] == f"{reverse('admin:login')}?next={PAGE}"


def test_who_may_see_no_leads_may_not_see_the_report(client: Client) -> None:
    client.force_login(people.bob())
    assert (client.get(PAGE).status_code, client.get(CSV).status_code) == (403, 403)
