"""The language model is asked after the rules, by our real client over a real socket; nothing waits for it."""

from collections.abc import Iterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from activity.kinds import Actor
from activity.models import Activity
from activity.triage import arrivals, reviewing
from activity.triage.jobs import triage_lead
from leads.models import Lead
from leadsite.outside import client
from tests.assignments.routing.teams import NOON, waiting
from tests.database.access import run
from tests.providers.chat_model import GOOD, ChatModel, said
from tests.providers.server import CUT, TROUBLE, Answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def model(settings: Any) -> Iterator[ChatModel]:
    with ChatModel() as provider:
        settings.LLM_BASE_URL, settings.LLM_MODEL, settings.LLM_API_KEY = (
            provider.base,
            "llama-3",
            provider.key,
        )
        yield provider


def arrived(**facts: object) -> Lead:
    lead = waiting(**facts)  # type: ignore[arg-type]  # columns of a lead
    arrivals.greet([lead.pk])
    return lead


def asked_about(lead: Lead, **facts: Any) -> Activity:
    """The newest advice after the job."""
    triage_lead(lead_id=str(lead.pk), **facts)
    return Activity.objects.filter(lead=lead).advice()[0]


def error(lead: Lead) -> object:
    advice = asked_about(lead)
    assert (advice.actor_id, advice.metadata["model"]) == ("rules", "rules")
    return advice.metadata["error"]


def test_its_word_is_kept_under_its_name_and_prompt(model: ChatModel) -> None:
    advice = asked_about(arrived())
    told = advice.metadata
    assert (advice.actor_type, advice.actor_id) == ("ai", "llama-3")
    assert (told["priority"], told["lead_type"], told["suggested_action"]) == (
        "high",
        "project",
        "Call at once",
    )
    assert (told["model"], told["prompt_version"], told["reasoning"]) == (
        "llama-3", "triage-1", GOOD["reasoning"],
    )  # fmt: skip


def test_it_learns_nothing_of_who_the_customer_is(model: ChatModel) -> None:
    asked_about(arrived(name="Priya Sharma", email="priya@example.com", company="Sharma Design"))
    body = model.asked[0].body.decode()
    assert [word for word in ("Priya", "98200", "priya@", "Sharma Design") if word in body] == []


def test_a_job_that_runs_twice_asks_once(model: ChatModel) -> None:
    lead = arrived()
    asked_about(lead)
    asked_about(lead)
    assert (len(model.asked), Activity.objects.filter(lead=lead).advice().count()) == (1, 2)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (TROUBLE, "llama-3: It answered 500."),
        (Answer(401), "llama-3: It answered 401."),
        (Answer(429), "llama-3: It answered 429."),
        (CUT, "llama-3: Its answer was lost (RemoteProtocolError)."),
        (Answer(302, headers={"Location": "http://169.254.169.254/"}), "llama-3: It answered 302."),
        (Answer(content=b"<html>"), "llama-3: Its answer was none of a chat."),
        (Answer(content={"choices": [{"message": {"content": None}}]}), "llama-3: Its answer had no text."),
        (said("Surely! Priority is high."), "llama-3: Its answer was no JSON."),
        (said({**GOOD, "priority": "urgent"}), "llama-3: Its answer did not fit the schema: priority."),
        (said({**GOOD, "status": "lost"}), "llama-3: Its answer did not fit the schema."),
        (said({**GOOD, "intent": ["buy"]}), "llama-3: Its answer did not fit the schema: intent."),
        (said({**GOOD, "reasoning": 5}), "llama-3: Its answer did not fit the schema: reasoning."),
        (said([GOOD]), "llama-3: Its answer did not fit the schema."),
        (said("[" * 20_000), "llama-3: Its answer was no JSON."),
        (said("x" * 100_000), "llama-3: Its answer was too long."),
    ],
)
def test_an_answer_that_is_none_falls_back_to_the_rules_and_says_why(
    model: ChatModel, answer: Answer, why: str
) -> None:
    model.script.append(answer)
    assert error(arrived()) == why


def test_a_slow_one_is_not_waited_for(model: ChatModel, settings: Any) -> None:
    settings.LLM_SECONDS = 1
    model.script.append(Answer(seconds=3))
    assert error(arrived()) == "llama-3: Its answer was lost (ReadTimeout)."


def test_one_that_is_not_there_is_not_waited_for(model: ChatModel, settings: Any) -> None:
    settings.LLM_BASE_URL = "http://127.0.0.1:9/v1"
    assert error(arrived()) == "llama-3: It cannot be reached (ConnectError)."


def test_one_that_asks_for_patience_is_asked_again_then_and_no_third_time(model: ChatModel) -> None:
    model.script += [Answer(429, headers={"Retry-After": "7"})] * 2
    lead = arrived()
    run("delete from procrastinate_jobs")
    assert "error" not in asked_about(lead).metadata
    assert run("select args ->> 'again', scheduled_at > now() from procrastinate_jobs") == [("true", True)]
    assert asked_about(lead, again=True).metadata["error"] == "llama-3: It answered 429."


def test_one_that_fails_again_and_again_is_left_alone(model: ChatModel) -> None:
    model.script += [TROUBLE] * 5
    for number in range(1, 6):
        asked_about(arrived(number=number))
    lead = arrived(number=6)
    assert "error" not in asked_about(lead).metadata
    ((later,),) = run(
        "select extract(epoch from scheduled_at - now()) from procrastinate_jobs where args ? 'again'"
    )
    assert 290 < later < 365
    assert (len(model.asked), run("select asked from triage_days")) == (5, [(5,)])
    asked_about(lead, again=True)
    assert str(error(lead)).endswith("is left alone for some minutes.")
    assert len(model.asked) == 5


def test_the_budget_of_a_day_is_kept(model: ChatModel, settings: Any) -> None:
    settings.LLM_PER_DAY = 2
    for number in range(1, 5):
        asked_about(arrived(number=number))
    assert (len(model.asked), run("select asked from triage_days")) == (2, [(2,)])


def test_without_a_budget_nobody_is_asked(model: ChatModel, settings: Any) -> None:
    settings.LLM_PER_DAY = 0
    asked_about(arrived())
    assert model.asked == []


def test_what_a_colleague_said_meanwhile_stands(model: ChatModel) -> None:
    lead = arrived()
    advice = Activity.objects.filter(lead=lead).advice()[0]
    reviewing.review(result_id=advice.pk, fields={"priority": "low"}, actor=Actor("user", "neha"), now=NOON)
    assert asked_about(lead) == advice
    assert model.asked == []


def test_its_reasoning_is_one_line_of_plain_text(model: ChatModel) -> None:
    model.script.append(said({**GOOD, "reasoning": "a\x00b\n\u202ec " + "x" * 900}))
    reasoning = str(asked_about(arrived()).metadata["reasoning"])
    assert (reasoning[:6], len(reasoning)) == ("a b c ", 300)


def test_the_key_is_in_no_log_and_no_row(model: ChatModel) -> None:
    model.script.append(TROUBLE)
    with capture_logs() as logs:
        advice = asked_about(arrived())
    assert model.key not in f"{logs}{advice.metadata}"


def test_a_lead_that_is_gone_is_no_failure(model: ChatModel) -> None:
    triage_lead(lead_id="0193a2c4-5d6e-7f80-9a1b-2c3d4e5f6071")
    assert model.asked == []


def test_the_client_grants_what_it_is_asked_to_grant(model: ChatModel) -> None:
    model.script.append(Answer(seconds=client.READ_SECONDS + 0.5))
    assert client.ask("GET", model.url("/"), seconds=client.TOTAL_SECONDS + 1).status == 200
