"""One table says which event starts which job."""

import json
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from activity import events
from activity.events import EVENTS, NOTICE, Reaction, announce, announce_all
from activity.kinds import KINDS
from activity.outbox import reachable
from leadsite.jobs import loading
from leadsite.jobs.tasks import TASKS
from tests.database.access import run

LEADS = [UUID(int=1), UUID(int=2)]


@pytest.fixture(autouse=True)
def table(monkeypatch: pytest.MonkeyPatch) -> None:
    told = (Reaction("greet", "email"), Reaction("judge", "ai_result", needs=("LLM_TRIED",)))
    monkeypatch.setattr(events, "EVENTS", {"lead_arrived": told, "nothing": ()})


def jobs() -> list[tuple[object, ...]]:
    found = run("select task_name, args::text from procrastinate_jobs order by id")
    return [(name, json.loads(facts)) for name, facts in found]


@pytest.mark.django_db
def test_an_event_starts_its_jobs_with_the_lead_and_the_facts() -> None:
    announce("lead_arrived", lead_id=LEADS[0], word="hello")
    assert jobs() == [("greet", {"lead_id": str(LEADS[0]), "word": "hello"})]


@pytest.mark.django_db
def test_what_needs_a_setting_is_started_only_where_it_is_set(settings: Any) -> None:
    settings.LLM_TRIED = "yes"
    announce("lead_arrived", lead_id=LEADS[0])
    assert [name for name, _ in jobs()] == ["greet", "judge"]


@pytest.mark.django_db
def test_an_event_of_many_leads_starts_a_job_for_each() -> None:
    announce_all("lead_arrived", LEADS)
    assert jobs() == [("greet", {"lead_id": str(lead)}) for lead in LEADS]


@pytest.mark.django_db
def test_a_deed_rolled_back_starts_nothing() -> None:
    with transaction.atomic():
        announce("lead_arrived", lead_id=LEADS[0])
        transaction.set_rollback(True)
    assert jobs() == []


@pytest.mark.django_db
def test_an_event_without_jobs_starts_nothing() -> None:
    announce("nothing", lead_id=LEADS[0])
    announce_all("lead_arrived", [])
    assert jobs() == []


def test_an_event_that_the_table_does_not_know_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        announce("unheard_of", lead_id=LEADS[0])


def test_every_job_of_the_table_is_a_task_and_writes_a_known_type_or_a_notice() -> None:
    loading.load()
    table = [reaction for reactions in EVENTS.values() for reaction in reactions]
    assert [one for one in table if one.task not in TASKS or one.writes not in {*KINDS, NOTICE}] == []


@pytest.mark.django_db
def test_a_job_is_made_only_for_leads_of_which_there_is_something_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    greeting = Reaction("greet", "email", among=lambda leads: [lead for lead in leads if lead == LEADS[1]])
    monkeypatch.setattr(events, "EVENTS", {"lead_arrived": (greeting,)})
    announce_all("lead_arrived", LEADS)
    assert jobs() == [("greet", {"lead_id": str(LEADS[1])})]


def test_only_customers_with_an_address_are_acknowledged() -> None:
    (acknowledging,) = (one for one in EVENTS["lead_arrived"] if one.task == "acknowledge-lead")
    assert acknowledging.among is reachable.by_email
