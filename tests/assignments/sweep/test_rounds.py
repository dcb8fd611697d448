"""Steps are taken when their time has come, each once, whoever sweeps and whatever raises."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import OperationalError, connection, transaction

from assignments.clocks.models import LeadClock
from assignments.notices import telling
from assignments.sweep import rounds
from assignments.sweep.rounds import sweep
from assignments.teams.models import Team
from leads.models import Lead
from leadsite.accounts.models import User
from tests.assignments.sweep.team import IST, answer, asked, at, escalations, events, joined, told
from tests.racing import alone, alone_at_the_side, one_after_the_other

pytestmark = pytest.mark.django_db


def test_nothing_is_due_before_its_time(neha: User) -> None:
    lead = asked(neha)
    sweep(at(10, 44, 59))
    assert (events(lead), told()) == ([], [])


def test_the_owner_is_warned_at_three_quarters_of_the_time(neha: User) -> None:
    lead = asked(neha)
    sweep(at(10, 45))
    assert sorted(events(lead)) == [("warned", "first_response"), ("warned", "owner_response")]
    assert told() == [("neha", "warned")]


def test_a_miss_is_kept_as_a_fact_and_told(neha: User) -> None:
    lead = asked(neha)
    sweep(at(10, 45))
    sweep(at(11, 0, 1))
    clock = LeadClock.objects.get(lead=lead)
    assert (clock.missed_at, clock.share_done) == (at(11), 100)
    assert ("missed", "first_response") in events(lead)
    assert ("neha", "missed") in told()


def test_the_manager_hears_when_it_goes_on(neha: User) -> None:
    asked(neha)
    for moment in (at(10, 45), at(11, 1), at(11, 30)):
        sweep(moment)
    assert told() == [
        ("meera", "escalated"), ("neha", "missed"), ("neha", "warned"),
    ]  # fmt: skip


def test_the_log_says_who_was_told(neha: User, team: Team) -> None:
    lead = asked(neha)
    joined(team, "rajesh", "Rajesh Kumar")
    sweep(at(13, 1))
    assert escalations(lead) == ["Told Neha Patel", "Told Meera Iyer", "Handed on to Rajesh Kumar"]


def test_where_there_is_nobody_to_tell_the_log_says_so(neha: User, meera: User) -> None:
    User.objects.filter(pk=meera.pk).update(is_active=False)
    lead = asked(neha)
    sweep(at(11, 30))
    assert escalations(lead) == ["Told Neha Patel", "There was nobody to tell"]


def test_sweeping_again_does_nothing_again(neha: User) -> None:
    lead = asked(neha)
    sweep(at(11, 1))
    once = (events(lead), told())
    assert sweep(at(11, 1)) is False
    assert (events(lead), told()) == once


def test_after_an_outage_everything_is_made_good_but_warnings(neha: User) -> None:
    lead = asked(neha)
    sweep(at(11, 40))
    assert sorted(events(lead)) == [
        ("escalated", "owner_response"), ("escalated", "owner_response"),
        ("missed", "first_response"), ("missed", "owner_response"),
    ]  # fmt: skip
    assert told() == [("meera", "escalated"), ("neha", "missed")]


def test_managers_hear_of_a_lead_that_nobody_has(team: Team) -> None:
    lead = asked(None)
    sweep(at(11, 1))
    assert ("missed", "first_response") in events(lead)
    assert ("meera", "missed") in told()


def test_an_answer_in_time_leaves_nothing_to_tell(neha: User) -> None:
    lead = asked(neha)
    answer(lead, neha, at(10, 30))
    sweep(at(15))
    assert events(lead) == [("met", "first_response")]
    assert told() == []


def test_a_night_and_a_weekend_pass_without_a_step(neha: User) -> None:
    # Saturday 17:30: half an hour, then Monday's first half hour; the warning is at Monday 9:15.
    saturday = datetime(2027, 2, 27, 17, 30, tzinfo=IST)
    lead = asked(neha, when=saturday)
    sweep(at(9, 14))
    assert events(lead) == []
    sweep(at(9, 15))
    assert sorted(events(lead)) == [("warned", "first_response"), ("warned", "owner_response")]


@pytest.fixture
def poisoned(monkeypatch: pytest.MonkeyPatch) -> set[object]:
    """Leads of which telling raises."""
    bad: set[object] = set()
    tell = telling.tell

    def raising(messages: list[telling.Message], now: datetime) -> telling.Told:
        if bad & {message.about.lead.pk for message in messages}:
            raise ValueError("poison")
        return tell(messages, now)

    monkeypatch.setattr("assignments.sweep.steps.telling.tell", raising)
    return bad


def test_a_lead_that_raises_does_not_hold_up_the_others(neha: User, poisoned: set[object]) -> None:
    leads = [asked(neha, number) for number in range(1, 6)]
    poisoned.add(leads[2].pk)
    sweep(at(10, 45))
    # Of the third, too, what tells nobody is done: the owner hears of the lead's own clock.
    assert [len(events(lead)) for lead in leads] == [2, 2, 1, 2, 2]


def test_a_lead_that_raises_waits_longer_each_time_and_is_made_good(
    neha: User, poisoned: set[object]
) -> None:
    lead = asked(neha)
    poisoned.add(lead.pk)
    waits = []
    moment = at(10, 45)
    for _ in range(3):
        sweep(moment)
        clock = LeadClock.objects.get(lead=lead)
        assert clock.next_step_at is not None
        waits.append(clock.next_step_at - moment)
        moment = clock.next_step_at
    assert waits == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    poisoned.clear()
    sweep(moment)
    clock = LeadClock.objects.get(lead=lead)
    assert (clock.failures, clock.share_done) == (0, 75)


def test_there_may_be_more_after_a_full_batch(neha: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "MOST", 2)
    leads = [asked(neha, number) for number in range(1, 4)]
    assert [sweep(at(10, 45)), sweep(at(10, 45))] == [True, False]
    assert [len(events(lead)) for lead in leads] == [2, 2, 2]


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_take_each_step_once(neha: User) -> None:
    leads = [asked(neha, number) for number in range(1, 13)]
    with ThreadPoolExecutor(4) as pool:
        for _ in range(3):
            results = list(pool.map(alone, [lambda: sweep(at(10, 45))] * 4))
            assert results == [False] * 4
    assert [len(events(lead)) for lead in leads] == [2] * 12
    assert told() == [("neha", "warned")] * 12


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_in_the_middle_leaves_nothing_half_done(
    neha: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = asked(neha)
    tell = telling.tell

    def dying(messages: list[telling.Message], now: datetime) -> None:
        tell(messages, now)
        with connection.cursor() as cursor:
            cursor.execute("select pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr("assignments.sweep.steps.telling.tell", dying)
    died = alone_at_the_side(lambda: sweep(at(10, 45)))
    assert isinstance(died, OperationalError)
    assert (events(lead), told()) == ([], [])
    monkeypatch.undo()
    sweep(at(10, 45))
    assert (len(events(lead)), told()) == (2, [("neha", "warned")])


def of_the_customer(lead: Lead) -> list[str]:
    return [event for event, name in events(lead) if name == "first_response"]


@pytest.mark.django_db(transaction=True)
def test_a_sweep_in_the_same_second_as_an_answer_misses_nothing_that_was_answered(neha: User) -> None:
    lead = asked(neha)
    with transaction.atomic():
        answer(lead, neha, at(11))
        # The answer is not committed yet: the sweep does not wait for it, and leaves the lead alone.
        assert alone_at_the_side(lambda: sweep(at(11, 0, 1))) is False
    sweep(at(11, 0, 2))
    assert of_the_customer(lead) == ["met"]
    assert LeadClock.objects.get(lead=lead).missed_at is None


@pytest.mark.django_db(transaction=True)
def test_an_answer_in_the_same_second_as_a_miss_waits_for_it_and_is_late(neha: User) -> None:
    lead = asked(neha)
    one_after_the_other(lambda: sweep(at(11, 0, 1)), lambda: answer(lead, neha, at(11, 0, 2)))
    assert of_the_customer(lead) == ["missed", "answered_late"]
    clock = LeadClock.objects.get(lead=lead)
    assert (clock.missed_at, clock.answered_at) == (at(11), at(11, 0, 2))
