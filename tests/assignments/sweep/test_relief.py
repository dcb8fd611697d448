"""A lead that its owner leaves unanswered goes to a colleague, to each at most once while its customer waits."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activity.kinds import Actor
from activity.models import Activity
from assignments import publishing, workflow
from assignments.clocks.models import LeadClock
from assignments.escalation import REASSIGN
from assignments.models import Assignment
from assignments.notices.models import Notice
from assignments.policies.spec import Conditions, Step
from assignments.sweep.rounds import sweep
from assignments.teams.models import Team, TeamMember
from leads.models import Lead
from leadsite.accounts.models import User
from tests.assignments import promises
from tests.assignments.sweep.team import answer, asked, at, escalations, joined, told

pytestmark = pytest.mark.django_db


def owner(lead: Lead) -> str | None:
    return Lead.objects.values_list("owner__username", flat=True).get(pk=lead.pk)


def test_an_owner_who_does_nothing_is_relieved(neha: User, team: Team) -> None:
    lead = asked(neha)
    rajesh = joined(team, "rajesh", "Rajesh Kumar")
    sweep(at(13, 1))
    assert owner(lead) == "rajesh"
    log = Activity.objects.filter(lead=lead, type="assignment").latest("created_at", "id")
    assert log.metadata is not None
    assert log.metadata["reason"] == "Neha Patel left it unanswered. Rajesh Kumar is the only one available."
    assert ("neha", "relieved") in told()
    assert Notice.objects.filter(event="assigned", recipient=rajesh).count() == 1


def test_the_customers_deadline_is_not_moved_by_it_and_the_new_owner_has_one(neha: User, team: Team) -> None:
    lead = asked(neha)
    joined(team, "rajesh", "Rajesh Kumar")
    sweep(at(13, 1))
    assert LeadClock.objects.get(lead=lead).deadline == at(11)
    assert Assignment.objects.active().get(lead=lead).sla_deadline == at(14, 1)


def test_with_nobody_else_the_owner_stays_and_the_manager_hears(neha: User) -> None:
    lead = asked(neha)
    sweep(at(13, 1))
    assert owner(lead) == "neha"
    assert ("meera", "nobody") in told()


def test_of_two_who_both_leave_it_the_second_keeps_it_and_the_manager_hears(neha: User, team: Team) -> None:
    lead = asked(neha)
    joined(team, "rajesh", "Rajesh Kumar")
    sweep(at(13, 1))
    assert owner(lead) == "rajesh"
    Notice.objects.all().delete()
    sweep(at(16, 2))  # three hours later
    assert owner(lead) == "rajesh"
    assert escalations(lead)[-1] == "Nobody else is there who has not had it"
    assert ("meera", "nobody") in told()
    sweep(at(17, 59))
    assert Activity.objects.filter(lead=lead, type="assignment").count() == 2


def test_who_had_it_in_an_earlier_wait_may_get_it_again(neha: User, team: Team) -> None:
    lead = asked(neha)
    rajesh = joined(team, "rajesh", "Rajesh Kumar")
    sweep(at(13, 1))
    answer(lead, rajesh, at(14))
    workflow.record_contact(
        lead_id=lead.pk, kind="email", message="And now?", actor=Actor("user", rajesh.identifier), now=at(15),
        facts={"direction": "in", "automatic": False, "channel": "smtp", "retry_count": 0},
    )  # fmt: skip
    tomorrow = at(17) + timedelta(days=1)
    while sweep(tomorrow):
        pass
    assert LeadClock.objects.filter(lead=lead, clock="next_response", answered_at__isnull=True).exists()
    assert owner(lead) == "neha"


def test_after_an_outage_two_times_to_hand_on_are_one_and_cost_nobody_else_their_turn(
    neha: User, team: Team
) -> None:
    twice = replace(
        promises.spec(), conditions=Conditions(), steps=(Step(200, REASSIGN), Step(250, REASSIGN))
    )
    publishing.publish_policy(
        promises.fallback().policy, publishing.draft_of(twice), expected=1, note="", actor=None, now=at(9)
    )
    lead = asked(neha)
    joined(team, "rajesh", "Rajesh Kumar")
    joined(team, "sunita", "Sunita Rao")
    sweep(at(13, 1))
    given = TeamMember.objects.filter(last_given_at__isnull=False).exclude(user=neha)
    assert list(given.values_list("user__username", flat=True)) == [owner(lead)]
    assert Activity.objects.filter(lead=lead, type="assignment").count() == 2
    assert [text for text in escalations(lead) if text.startswith("Handed on")] == [
        f"Handed on to {given.get().user.name}"
    ]


def test_many_are_shared_out_in_turn(neha: User, team: Team) -> None:
    leads = [asked(neha, number) for number in range(1, 5)]
    joined(team, "rajesh", "Rajesh Kumar")
    joined(team, "sunita", "Sunita Rao")
    sweep(at(13, 1))
    assert sorted(str(owner(lead)) for lead in leads) == ["rajesh", "rajesh", "sunita", "sunita"]


def test_many_are_handed_on_by_as_many_statements_as_one(neha: User, team: Team) -> None:
    joined(team, "rajesh", "Rajesh Kumar")
    costs = []
    for numbers in (range(1, 2), range(2, 3), range(3, 9)):  # the first one fills what is kept
        for number in numbers:
            asked(neha, number)
        with CaptureQueriesContext(connection) as captured:
            sweep(at(13, 1))
        costs.append(len(captured))
    assert costs[1] == costs[2]
    assert Assignment.objects.active().filter(owner__username="rajesh").count() == 8
