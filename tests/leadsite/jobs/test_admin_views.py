"""Once more, or never: what a colleague decides about a job that failed."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from leadsite.accounts.models import User
from leadsite.jobs.models import Job
from tests.database.access import run
from tests.leadsite.jobs.rows import job, said, status
from tests.people import bob, charlie, in_role

pytestmark = pytest.mark.django_db
UNKNOWN = 987_654


@pytest.fixture
def meera() -> User:
    return in_role("Manager", "meera", "Meera Iyer")


@pytest.fixture
def client(meera: User) -> Client:
    client = Client()
    client.force_login(meera)
    return client


@pytest.fixture
def failed() -> Job:
    return job(status="failed", attempts=6)


def url(step: str, key: object) -> str:
    return f"/admin/jobs/{key}/{step}/"


def told(response: object) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]  # type: ignore[attr-defined]


# --- once more -------------------------------------------------------------------
def test_to_look_does_not_try_again(client: Client, failed: Job) -> None:
    assert client.get(url("try-again", failed.pk)).status_code == 405
    assert status(failed) == "failed"


def test_it_is_tried_again_at_once(client: Client, failed: Job, meera: User) -> None:
    response = client.post(url("try-again", failed.pk))
    assert (response.status_code, response["Location"], told(response)) == (
        302,
        "/admin/jobs/",
        ["It is tried again now."],
    )
    assert run("select status::text, scheduled_at <= now() from procrastinate_jobs") == [("todo", True)]
    assert list(failed.log.values_list("kind", "actor_id")) == [("tried_again", meera.identifier)]


def test_clicked_twice_it_is_tried_once(client: Client, failed: Job) -> None:
    client.post(url("try-again", failed.pk))
    response = client.post(url("try-again", failed.pk))
    assert told(response) == [
        "It is tried again now.",
        "This job does not wait for anybody’s decision any more.",
    ]
    failed.refresh_from_db()
    assert (failed.status, failed.attempts, len(said(failed))) == ("todo", 7, 1)


@pytest.mark.parametrize("state", ["todo", "doing", "succeeded", "cancelled"])
def test_a_job_that_has_not_failed_is_left_alone(client: Client, state: str) -> None:
    found = job(status=state)
    response = client.post(url("try-again", found.pk))
    assert told(response) == ["This job does not wait for anybody’s decision any more."]
    assert (status(found), said(found)) == (state, [])


def test_a_job_for_which_another_one_waits_is_not_tried_again(client: Client) -> None:
    failed = job(status="failed", lock="chore:hall")
    job(lock="chore:hall")
    response = client.post(url("try-again", failed.pk))
    assert told(response) == [
        "Another job that does the same waits already, so this one is not needed: give it up."
    ]
    assert (status(failed), said(failed)) == ("failed", [])


# --- never -----------------------------------------------------------------------
def test_to_look_asks_why(client: Client, failed: Job) -> None:
    response = client.get(url("give-up", failed.pk))
    assert (response.status_code, 'name="reason"' in response.content.decode()) == (200, True)
    assert status(failed) == "failed"


def test_it_is_given_up_for_a_reason(client: Client, failed: Job, meera: User) -> None:
    response = client.post(url("give-up", failed.pk), {"reason": "Called her"})
    assert (response.status_code, response["Location"], told(response)) == (
        302,
        "/admin/jobs/",
        ["It is given up."],
    )
    assert status(failed) == "cancelled"
    assert list(failed.log.values_list("kind", "actor_id", "message")) == [
        ("given_up", meera.identifier, "Called her")
    ]


def test_without_a_reason_it_is_not_given_up(client: Client, failed: Job) -> None:
    response = client.post(url("give-up", failed.pk), {"reason": " "})
    assert (response.status_code, status(failed), said(failed)) == (422, "failed", [])
    assert "Say why it is not needed any more" in response.content.decode()


def test_a_reason_that_is_too_long_is_kept_for_shortening(client: Client, failed: Job) -> None:
    response = client.post(url("give-up", failed.pk), {"reason": "x" * 501})
    assert (response.status_code, "x" * 501 in response.content.decode(), status(failed)) == (
        422,
        True,
        "failed",
    )


def test_what_has_not_failed_is_not_given_up(client: Client) -> None:
    found = job(status="todo")
    response = client.post(url("give-up", found.pk), {"reason": "Called her"})
    assert (response.status_code, status(found)) == (409, "todo")
    assert "Called her" in response.content.decode()


# --- both ------------------------------------------------------------------------
STEPS = ("try-again", "give-up")


@pytest.mark.parametrize("step", STEPS)
def test_a_job_that_is_not_there_is_not_found(client: Client, step: str) -> None:
    assert client.post(url(step, UNKNOWN), {"reason": "x"}).status_code == 404


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(("who", "answer"), [(None, 302), (charlie, 302), (bob, 403)])
def test_it_is_for_those_who_may(failed: Job, step: str, who: object, answer: int) -> None:
    client = Client()
    if callable(who):
        client.force_login(who())
    assert client.post(url(step, failed.pk), {"reason": "x"}).status_code == answer
    assert (status(failed), said(failed)) == ("failed", [])


@pytest.mark.parametrize("step", STEPS)
def test_to_see_jobs_is_not_enough(failed: Job, step: str) -> None:
    client = Client()
    client.force_login(bob("jobs.view_job"))
    assert client.post(url(step, failed.pk), {"reason": "x"}).status_code == 403
