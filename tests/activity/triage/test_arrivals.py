"""A new lead is judged by the rules in the router's round, once, and its events are announced with it."""

from uuid import UUID

import pytest

from activity import events
from activity.events import Reaction
from activity.models import Activity
from activity.triage import arrivals, rules
from assignments import workflow
from assignments.clocks import facts as clock_facts
from assignments.clocks.settling import settle
from assignments.routing.router import ROUTING, route_waiting
from assignments.sweep.rounds import sweep
from leads.models import Lead
from tests.assignments.routing.teams import NOON, neha, owner, rajesh, team, waiting
from tests.database.access import run
from tests.leads import facts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "EVENTS", {"lead_arrived": (Reaction("greet", "email"),)})


def greeted() -> list[UUID]:
    return [UUID(key) for (key,) in run("select args ->> 'lead_id' from procrastinate_jobs order by id")]


def results(lead: Lead) -> list[Activity]:
    return list(Activity.objects.filter(lead=lead, type="ai_result").order_by("pk"))


def test_the_router_has_a_new_lead_judged_and_announced() -> None:
    team(neha())
    lead = waiting(message="Urgent, please call")
    route_waiting(now=NOON)
    (told,) = results(lead)
    assert (told.actor_type, told.actor_id, told.message) == (
        "ai", "rules", "Looks like: home, buy, priority high",
    )  # fmt: skip
    facts = told.metadata
    assert (facts["model"], facts["prompt_version"], len(facts["input_hash"])) == ("rules", rules.VERSION, 64)
    assert facts["suggested_action"] == "Call at once"
    assert greeted() == [lead.pk]


def test_the_deadline_goes_by_the_priority() -> None:
    team(neha())
    lead = waiting(message="Urgent, please call")
    route_waiting(now=NOON)
    assert clock_facts.read([lead.pk])[lead.pk].priority() == "high"


def test_a_second_round_judges_and_announces_nothing() -> None:
    team()  # nobody is there: the lead is looked at again
    lead = waiting()
    route_waiting(now=NOON)
    run("update lead_clocks set route_at = %s", NOON)
    route_waiting(now=NOON)
    assert (len(results(lead)), greeted()) == (1, [lead.pk])


def test_a_suspect_is_neither_judged_nor_greeted() -> None:
    team(neha())
    lead = waiting()
    run("update submissions set suspect = 'too_fast'")
    route_waiting(now=NOON)
    assert (results(lead), greeted()) == ([], [])


def test_a_lead_that_a_colleague_takes_at_once_is_judged_too() -> None:
    lead, user = waiting(), neha()
    workflow.take(lead_id=lead.pk, owner=user, actor=ROUTING, now=NOON)
    assert (len(results(lead)), greeted()) == (1, [lead.pk])


def test_a_lead_that_is_given_on_later_is_not_new() -> None:
    lead, user = waiting(), neha()
    settle([lead.pk], now=NOON)
    workflow.take(lead_id=lead.pk, owner=user, actor=ROUTING, now=NOON)
    assert (results(lead), greeted()) == ([], [])


def test_where_the_rules_fail_the_lead_finds_its_owner_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError

    monkeypatch.setattr(arrivals.rules, "judge", fail)
    team(neha())
    lead = waiting()
    route_waiting(now=NOON)
    assert (owner(lead), results(lead)) == ("neha", [])


def stored_with_an_owner(number: int = 1) -> Lead:
    lead = facts.lead(number, asked=NOON, owner_id=neha().identifier)
    run("update lead_clocks set next_step_at = %s", NOON)
    return lead


def test_a_lead_that_was_stored_with_an_owner_is_judged_and_announced_by_the_sweep() -> None:
    lead = stored_with_an_owner()
    sweep(NOON)
    assert (len(results(lead)), greeted()) == (1, [lead.pk])


def test_the_sweep_does_so_once() -> None:
    lead = stored_with_an_owner()
    sweep(NOON)
    run("update lead_clocks set next_step_at = %s, policy_version_id = null", NOON)
    sweep(NOON)
    assert (len(results(lead)), greeted()) == (1, [lead.pk])


def test_a_colleague_who_gives_it_to_another_before_the_sweep_greets_it() -> None:
    lead = stored_with_an_owner()
    workflow.assign(lead_id=lead.pk, owner=rajesh(), actor=ROUTING, reason="x", now=NOON)
    sweep(NOON)
    assert (len(results(lead)), greeted()) == (1, [lead.pk])


def test_a_suspect_that_was_stored_with_an_owner_is_not_greeted() -> None:
    lead = stored_with_an_owner()
    run("update submissions set suspect = 'honeypot' where lead_id = %s", lead.pk)
    sweep(NOON)
    assert greeted() == []
