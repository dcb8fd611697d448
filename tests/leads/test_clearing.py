"""Suspects, cleared or discarded by a person."""

from collections.abc import Callable

import pytest

from activity.kinds import Actor
from activity.models import Activity
from leads import clearing
from leads.models import Lead, Submission
from tests.leads.facts import lead
from tests.racing import one_after_the_other

NEHA, RAJESH = Actor("user", "sales_user_5"), Actor("user", "sales_user_6")


@pytest.mark.django_db
def test_a_cleared_suspect_is_genuine_and_the_log_says_who_cleared_it() -> None:
    row = lead(suspect="honeypot")
    assert clearing.clear(leads=Lead.objects.all(), actor=NEHA) == [row]
    assert list(Lead.objects.genuine()) == [row]
    assert Activity.objects.values_list("lead", "type", "message", "actor_id").get() == (
        row.pk,
        "note",
        "Cleared: a genuine enquiry",
        "sales_user_5",
    )


@pytest.mark.django_db
def test_every_enquiry_of_a_suspect_is_cleared() -> None:
    row = lead(suspect="flood")
    Submission.objects.create(lead=row, folio="again", kind="repeat", suspect="too_fast")
    clearing.clear(leads=Lead.objects.all(), actor=NEHA)
    assert Submission.objects.suspect().count() == 0


@pytest.mark.django_db
def test_only_suspects_are_cleared_and_only_those_asked_for() -> None:
    lead(1)
    asked, other = lead(2, suspect="honeypot"), lead(3, suspect="honeypot")
    assert clearing.clear(leads=Lead.objects.exclude(pk=other.pk), actor=NEHA) == [asked]
    assert list(Lead.objects.suspect()) == [other]


@pytest.mark.django_db
def test_a_discarded_suspect_is_lost_and_the_log_says_why() -> None:
    row = lead(suspect="honeypot")
    assert clearing.discard(leads=Lead.objects.all(), actor=NEHA) == [row]
    assert Lead.objects.get().status == "lost"
    assert Activity.objects.values_list("type", "actor_id", "metadata").get() == (
        "status_change",
        "sales_user_5",
        {"from": "new", "to": "lost", "reason": "discarded as a suspect"},
    )


@pytest.mark.django_db
def test_only_open_suspects_are_discarded() -> None:
    lead(1)
    lead(2, suspect="honeypot", status="converted")
    assert clearing.discard(leads=Lead.objects.all(), actor=NEHA) == []
    assert set(Lead.objects.values_list("status", flat=True)) == {"new", "converted"}


@pytest.mark.django_db(transaction=True)
def test_who_waited_does_not_discard_what_was_cleared_meanwhile() -> None:
    row = lead(suspect="honeypot")
    cleared, discarded = one_after_the_other(deed(clearing.clear, NEHA), deed(clearing.discard, RAJESH))
    row.refresh_from_db()
    assert (cleared, discarded, row.status) == ([row], [], "new")


@pytest.mark.django_db(transaction=True)
def test_who_waited_does_not_clear_again_what_was_cleared_meanwhile() -> None:
    row = lead(suspect="honeypot")
    assert one_after_the_other(deed(clearing.clear, NEHA), deed(clearing.clear, RAJESH)) == ([row], [])
    assert Activity.objects.count() == 1


def deed(step: Callable[..., object], actor: Actor) -> Callable[[], object]:
    return lambda: step(leads=Lead.objects.all(), actor=actor)
