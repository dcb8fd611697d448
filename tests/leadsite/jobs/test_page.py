"""The page of jobs."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from leadsite.jobs.models import JobLogEntry
from tests.leads.facts import lead
from tests.leadsite.jobs.rows import job, worker
from tests.people import bob, charlie, in_role

pytestmark = pytest.mark.django_db
URL = "/admin/jobs/"


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(in_role("Manager"))
    return client


def titles(client: Client, section: str) -> list[str]:
    return [str(row.title) for row in client.get(URL).context[section].rows]


def test_a_failed_job_is_told_with_its_lead_and_why(client: Client) -> None:
    priya = lead(name="Priya Sharma")
    failed = job(status="failed", attempts=6, lead_id=str(priya.pk))
    JobLogEntry.objects.create(job=failed, kind="failed", attempt=1, message="ValueError: first")
    JobLogEntry.objects.create(
        job=failed, kind="failed", attempt=6, message="ValueError: last", traceback="line 7, in chore"
    )
    page = client.get(URL)
    (row,) = page.context["failed"].rows
    assert (row.title, row.lead, row.attempts, row.entry.message) == ("A chore", priya, 6, "ValueError: last")
    text = page.content.decode()
    assert f'<a href="/admin/leads/lead/{priya.pk}/change/"><bdi>Priya Sharma</bdi></a>' in text
    assert "line 7, in chore" in text


def test_jobs_are_told_apart_by_what_they_wait_for(client: Client) -> None:
    job("prune-jobs", status="failed", timestamp=1)
    job("chore", at=timezone.now() + timedelta(hours=1))
    job("slow-chore", status="doing", worker=worker())
    job("failing-chore", status="succeeded")
    assert titles(client, "failed") == ["Forget old jobs"]
    assert titles(client, "waiting") == ["A chore"]
    assert titles(client, "at_work") == ["A slow chore"]


def test_a_job_whose_worker_is_gone_is_marked(client: Client) -> None:
    job(status="doing", worker=worker(silent_for=3600))
    job(status="doing", worker=worker())
    assert [row.is_stalled for row in client.get(URL).context["at_work"].rows] == [True, False]


def test_a_task_that_the_code_does_not_know_goes_by_its_name(client: Client) -> None:
    job("of-another-version", status="failed")
    assert titles(client, "failed") == ["of-another-version"]


@pytest.mark.parametrize(
    "facts", [{}, {"lead_id": "no key"}, {"lead_id": "0193a2c4-5d6e-7f80-9a1b-2c3d4e5f6071"}]
)
def test_a_job_about_no_lead_or_one_that_is_gone_names_none(client: Client, facts: dict[str, str]) -> None:
    job(status="failed", **facts)
    assert [row.lead for row in client.get(URL).context["failed"].rows] == [None]


def test_an_empty_page_says_so(client: Client) -> None:
    page = client.get(URL).content.decode()
    assert [words in page for words in ("Nothing has failed.", "Nothing waits.", "No job is at work")] == [
        True
    ] * 3


@pytest.mark.parametrize(("silent_for", "warned"), [(3600, True), (1, False)])
def test_it_warns_when_no_worker_shows_life(client: Client, silent_for: float, warned: bool) -> None:
    worker(silent_for=silent_for)
    assert ("No worker shows life" in client.get(URL).content.decode()) is warned


def test_of_many_the_first_fifty_are_shown(client: Client) -> None:
    made = [job(status="failed") for _ in range(51)]
    failed = client.get(URL).context["failed"]
    assert (len(failed.rows), failed.rows[0].job.pk, failed.more) == (50, made[-1].pk, True)


@pytest.mark.parametrize("many", [1, 30])
def test_the_page_takes_as_many_queries_for_many_as_for_one(
    many: int, client: Client, django_assert_num_queries: object
) -> None:
    for number in range(many):
        for status in ("failed", "todo", "doing"):
            found = job(status=status, lead_id=str(lead(number + 1).pk) if status == "failed" else "")
            JobLogEntry.objects.create(job=found, kind="failed", attempt=1, message="ValueError")
    with django_assert_num_queries(12):  # type: ignore[operator]  # pytest-django's fixture
        client.get(URL)


def test_a_colleague_who_may_only_look_has_no_buttons() -> None:
    job(status="failed")
    client = Client()
    client.force_login(bob("jobs.view_job"))
    page = client.get(URL)
    assert (page.status_code, "Try again" in page.content.decode()) == (200, False)


def test_it_is_for_those_who_may(client: Client) -> None:
    for user, status in ((in_role("Sales", "rajesh"), 403), (charlie(), 302)):
        client.force_login(user)
        assert client.get(URL).status_code == status
    client.logout()
    assert client.get(URL).status_code == 302
    assert client.post(URL).status_code == 302
