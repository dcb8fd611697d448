"""Two writers at the same moment, on connections of their own: one acts, the other learns what it met."""

from collections.abc import Callable
from functools import partial

import pytest
from django.utils import timezone

from activity.kinds import Actor
from activity.models import Activity
from activity.triage import reviewing
from assignments import workflow as assigning
from leads import corrections, workflow
from leads.corrections import CORRECTABLE
from leads.exceptions import Conflict
from leads.models import Lead
from leadsite.accounts.models import User
from tests.leads.facts import lead
from tests.leads.rivals import advice
from tests.people import in_role
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)
NEHA, RAJESH = Actor("user", "sales_user_5"), Actor("user", "sales_user_6")
Deed = Callable[[], object]


def moves(row: Lead) -> tuple[Deed, Deed]:
    asked = partial(workflow.move, leads=Lead.objects.filter(pk=row.pk), manager=False, reason="x", was="new")
    return partial(asked, to="qualified", actor=NEHA), partial(asked, to="lost", actor=RAJESH)


def assignments(row: Lead) -> tuple[Deed, Deed]:
    people: list[User] = [in_role("Sales"), in_role("Sales", "rajesh", "Rajesh Kumar")]
    asked = partial(
        assigning.assign, lead_id=row.pk, actor=NEHA, reason="x", now=timezone.now(), was_owner=""
    )
    return partial(asked, owner=people[0]), partial(asked, owner=people[1])


def same_field(row: Lead) -> tuple[Deed, Deed]:
    return correction(row, name="Priya Rao"), correction(row, name="Priya Iyer")


def reviews(row: Lead) -> tuple[Deed, Deed]:
    asked = partial(reviewing.review, result_id=advice(row).pk, actor=NEHA, now=timezone.now(), was_review="")
    return partial(asked, fields={"priority": "low"}), partial(asked, fields={"priority": "high"})


def correction(row: Lead, **changed: str) -> Deed:
    was = {name: getattr(row, name) for name in CORRECTABLE}
    return partial(
        corrections.correct, lead_id=row.pk, changes={**was, **changed}, reason="Heard", actor=NEHA, was=was
    )


@pytest.mark.parametrize("deeds", [moves, assignments, same_field, reviews])
def test_of_two_at_once_one_acts_and_the_other_meets_it(deeds: Callable[[Lead], tuple[Deed, Deed]]) -> None:
    row = lead()
    results = at_once(row.pk, *deeds(row))
    (met,) = [one for one in results if isinstance(one, Conflict)]
    assert met.code == "changed_meanwhile"
    assert [one for one in results if isinstance(one, Exception)] == [met]


def test_corrections_of_different_fields_at_once_both_act() -> None:
    row = lead()
    results = at_once(row.pk, correction(row, name="Priya Rao"), correction(row, company="Rao"))
    assert sorted(map(str, results)) == ["['company']", "['name']"]
    assert Activity.objects.filter(type="correction").count() == 2
