"""The report of how often colleagues agree with advice."""

from datetime import timedelta

import pytest

from activity.kinds import Actor
from activity.models import Activity
from activity.triage import arrivals
from activity.triage.agreement import agreements
from activity.triage.reviewing import review
from tests.assignments.routing.teams import NOON, waiting
from tests.leads.steps import logged_in
from tests.people import alice, bob

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/activity/activity/advice/"


def reviewed(number: int, *words: dict[str, str]) -> Activity:
    lead = waiting(number)
    arrivals.greet([lead.pk])
    result = Activity.objects.filter(lead=lead).advice()[0]
    for fields in words:
        review(result_id=result.pk, fields=fields, actor=Actor("user", "neha"), now=NOON)
    return result


def test_it_counts_by_model_and_version_what_was_said_last() -> None:
    reviewed(1, {})
    reviewed(2, {"priority": "high"})
    reviewed(3)
    (row,) = agreements(Activity.objects.all())
    assert (row.model, row.version, row.reviewed, row.accepted, row.rate) == ("rules", "rules-2", 2, 1, 50)
    assert row.overruled == {"intent": 0, "lead_type": 0, "priority": 1}


def test_what_other_programs_wrote_is_passed_over() -> None:
    result = reviewed(1, {})
    for facts in ({}, {"result_id": "x"}, {"result_id": 5}):
        Activity.objects.create(
            lead_id=result.lead_id, type="ai_review", metadata=facts, created_at=NOON + timedelta(days=1)
        )
    (row,) = agreements(Activity.objects.all())
    assert row.reviewed == 1


@pytest.mark.parametrize("many", [1, 5])
def test_it_takes_two_queries_however_many(many: int, django_assert_num_queries: object) -> None:
    for number in range(1, many + 1):
        reviewed(number, {})
    with django_assert_num_queries(2):  # type: ignore[operator]  # the fixture's own type is not exported
        agreements(Activity.objects.all())


def test_the_page_shows_the_rate() -> None:
    reviewed(1, {})
    assert "100 %" in logged_in(alice()).get(ADDRESS).content.decode()


def test_without_reviews_the_page_says_where_to_begin() -> None:
    response = logged_in(alice()).get(ADDRESS)
    assert (response.context["rows"], b"Nobody has accepted" in response.content) == ([], True)


def test_who_may_not_see_the_log_is_refused() -> None:
    assert logged_in(bob("leads.view_lead")).get(ADDRESS).status_code == 403
