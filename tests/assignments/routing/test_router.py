from datetime import timedelta
from decimal import Decimal

import psycopg
import pytest
from django.db import DataError, OperationalError, connection
from django.test.utils import CaptureQueriesContext

from activity.models import Activity
from assignments import workflow
from assignments.models import Absence, Assignment, LeadClock, Notice, RoutingRule, TeamMember
from assignments.routing import router
from assignments.routing.book import Book
from assignments.routing.desk import Desk
from assignments.routing.router import route_waiting
from leads.models import Lead, LeadProduct, Submission
from leadsite.accounts.models import User
from tests.assignments.routing.teams import (
    EVENING,
    MORNING,
    NOON,
    clock,
    meera,
    neha,
    owner,
    rajesh,
    team,
    waiting,
)
from tests.people import in_role

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def reason(lead: Lead) -> str:
    return str(Activity.objects.get(lead=lead, type="assignment").metadata["reason"])


def test_a_new_lead_goes_to_the_default_team_and_the_log_says_why() -> None:
    team(neha())
    lead = waiting()
    assert route_waiting(now=NOON) == 1
    logged = Activity.objects.get(lead=lead, type="assignment")
    assert (logged.message, logged.actor_type, logged.actor_id) == (
        "Assigned to Neha Patel",
        "system",
        "routing",
    )
    assert logged.metadata["assigned_by"] == "routing"
    assert reason(lead) == "No rule fits: team Sales. Neha Patel is the only one available."
    assert owner(lead) == "neha"
    assert Assignment.objects.get(lead=lead).assigned_at == NOON


def test_it_is_given_once() -> None:
    team(neha())
    lead = waiting()
    route_waiting(now=NOON)
    assert route_waiting(now=NOON) == 0
    assert clock(lead).route_at is None
    assert Assignment.objects.count() == 1


def test_the_clock_runs_by_the_calendar_of_the_team_that_was_chosen() -> None:
    west = team(neha(), name="West")
    RoutingRule.objects.create(name="All", team=west)
    team()
    lead = waiting()
    route_waiting(now=NOON)
    assert clock(lead).calendar_version.calendar == west.calendar


def test_a_clock_that_has_a_calendar_keeps_it() -> None:
    sales = team(neha())
    other = team(name="Other").calendar.versions.get()
    lead = waiting()
    LeadClock.objects.update(calendar_version=other)
    route_waiting(now=NOON)
    assert clock(lead).calendar_version == other != sales.calendar.versions.get()


def test_in_turn_leads_go_round() -> None:
    team(neha(), rajesh())
    leads = [waiting(number, asked=NOON + number * timedelta(seconds=1)) for number in range(1, 5)]
    route_waiting(now=NOON + HOUR)
    names = [owner(lead) for lead in leads]
    assert sorted(names[:2]) == ["neha", "rajesh"]
    assert names[2:] == names[:2]
    assert reason(leads[0]).endswith("who was given none so far.")
    assert reason(leads[2]).endswith("last given one on 27 Nov, 13:00.")


def test_turns_are_remembered_from_one_round_to_the_next() -> None:
    team(neha(), rajesh())
    names = []
    for number in range(1, 5):
        lead = waiting(number)
        route_waiting(now=NOON + number * HOUR / 10)
        names.append(owner(lead))
    assert names[0] != names[1]
    assert names[2:] == names[:2]


def test_by_load_a_lead_goes_to_whoever_has_the_fewest() -> None:
    busy, idle = neha(), rajesh()
    team(busy, idle, spread="least_loaded")
    for number in (1, 2):
        workflow.take(lead_id=waiting(number).pk, owner=busy, actor=router.ROUTING, now=NOON)
    leads = [waiting(number) for number in (3, 4)]
    route_waiting(now=NOON)
    assert [owner(lead) for lead in leads] == ["rajesh", "rajesh"]
    assert "Rajesh Kumar has the fewest open leads: " in reason(leads[0])


def test_nobody_is_given_more_than_they_take() -> None:
    sales = team(neha(), rajesh())
    TeamMember.objects.filter(user__username="neha").update(capacity=1)
    leads = [waiting(number) for number in range(1, 5)]
    route_waiting(now=NOON)
    assert sorted(str(owner(lead)) for lead in leads) == ["neha", "rajesh", "rajesh", "rajesh"]
    assert sales.members.count() == 2


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda user: Absence.objects.create(user=user, begins_at=NOON, ends_at=NOON + HOUR), "away"),
        (lambda user: User.objects.filter(pk=user.pk).update(is_active=False), "account not active"),
        (lambda user: user.groups.clear(), "may not work leads"),
        (lambda user: user.memberships.update(takes_leads=False), "takes no leads"),
    ],
)
def test_who_cannot_take_a_lead_is_passed_over_and_the_log_says_so(spoil: object, why: str) -> None:
    gone = neha()
    team(gone, rajesh())
    spoil(gone)
    leads = [waiting(number) for number in (1, 2)]
    route_waiting(now=NOON)
    assert [owner(lead) for lead in leads] == ["rajesh", "rajesh"]
    assert f"Passed over: Neha Patel ({why})." in reason(leads[0])


CONDITIONS = [
    {"category": "Laminates"},
    {"location": "Mumbai"},
    {"language": "hi"},
    {"source": "referral"},
    {"value_from": Decimal("2000"), "value_below": Decimal("2001")},
]


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda condition: next(iter(condition)))
def test_a_rule_sends_a_lead_to_its_team(condition: dict[str, object], settings: object) -> None:
    team(rajesh())
    west = team(neha(), name="West")
    RoutingRule.objects.create(name="Special", team=west, **condition)
    lead = waiting(1, location="Andheri, Mumbai", source="referral")
    LeadProduct.objects.create(lead=lead, category="Laminates", product="Oak")
    Submission.objects.filter(lead=lead).update(submitted={"language": "hi"})
    other = waiting(2, quote_data=None)
    Submission.objects.filter(lead=other).update(quote_total=None)
    route_waiting(now=NOON)
    assert (owner(lead), owner(other)) == ("neha", "rajesh")
    assert reason(lead).startswith("Rule “Special”: team West.")


def test_the_first_rule_by_position_decides_and_those_out_of_use_do_not() -> None:
    first, second = team(neha(), name="West"), team(rajesh(), name="North")
    team()
    idle = team(name="Idle", is_active=False)
    RoutingRule.objects.create(name="b", team=second, position=2)
    RoutingRule.objects.create(name="c", team=first, position=1)
    RoutingRule.objects.create(name="a", team=second, position=0, is_active=False)
    RoutingRule.objects.create(name="d", team=idle, position=0)
    lead = waiting()
    route_waiting(now=NOON)
    assert owner(lead) == "neha"


def test_off_hours_it_stays_nobodys_until_the_team_works_and_the_manager_hears_then() -> None:
    boss = meera()
    team(neha(), manager=boss)
    lead = waiting(asked=EVENING)
    route_waiting(now=EVENING)
    waits = clock(lead)
    assert (owner(lead), waits.route_at, waits.route_hindrance) == (None, MORNING, "closed")
    assert waits.calendar_version is not None
    notice = Notice.objects.get(lead=lead)
    assert (notice.event, notice.recipient, notice.deliver_at) == ("nobody", boss, MORNING)
    assert notice.facts == {"team": "Sales", "why": "closed"}


def test_in_the_morning_it_is_given_and_an_alarm_that_nobody_heard_is_gone() -> None:
    team(neha(), manager=meera())
    lead = waiting(asked=EVENING)
    route_waiting(now=EVENING)
    assert route_waiting(now=MORNING - HOUR) == 0
    route_waiting(now=MORNING)
    assert (owner(lead), clock(lead).route_hindrance) == ("neha", "")
    assert [notice.event for notice in Notice.objects.all()] == ["assigned"]


def test_where_nobody_is_available_the_alarm_is_at_once_and_once() -> None:
    gone = neha()
    team(gone, manager=meera())
    back = NOON + 2 * HOUR
    Absence.objects.create(user=gone, begins_at=NOON - HOUR, ends_at=back)
    lead = waiting()
    route_waiting(now=NOON)
    LeadClock.objects.update(route_at=NOON)
    route_waiting(now=NOON)
    waits = clock(lead)
    assert (owner(lead), waits.route_at, waits.route_hindrance) == (None, back, "nobody")
    assert waits.started_at == NOON
    assert [notice.deliver_at for notice in Notice.objects.all()] == [NOON]


def test_the_alarm_of_a_team_without_a_manager_goes_to_everybody_in_that_role() -> None:
    gone, everybody = neha(), {meera(), in_role("Manager", "boss", "The Boss")}
    team(gone)
    Absence.objects.create(user=gone, begins_at=NOON - HOUR, ends_at=NOON + HOUR)
    waiting()
    route_waiting(now=NOON)
    assert {notice.recipient for notice in Notice.objects.all()} == everybody


def test_an_alarm_that_was_heard_stays() -> None:
    gone = neha()
    team(gone, manager=meera())
    absence = Absence.objects.create(user=gone, begins_at=NOON - HOUR, ends_at=NOON + HOUR)
    lead = waiting()
    route_waiting(now=NOON)
    Notice.objects.update(seen_at=NOON)
    absence.delete()
    route_waiting(now=NOON + HOUR)
    assert owner(lead) == "neha"
    assert sorted(notice.event for notice in Notice.objects.all()) == ["assigned", "nobody"]


def test_without_a_team_it_waits_and_is_tried_again() -> None:
    lead = waiting()
    team(is_active=False)
    route_waiting(now=NOON)
    assert (owner(lead), clock(lead).route_at) == (None, NOON + timedelta(minutes=1))


def test_a_lead_that_somebody_took_meanwhile_is_left_alone() -> None:
    team(neha())
    lead = waiting()
    workflow.take(lead_id=lead.pk, owner=rajesh(), actor=router.ROUTING, now=NOON)
    LeadClock.objects.update(route_at=NOON)
    route_waiting(now=NOON)
    assert (owner(lead), clock(lead).route_at) == ("rajesh", None)
    assert Assignment.objects.count() == 1


@pytest.mark.parametrize("status", ["lost", "converted"])
def test_a_lead_that_was_closed_meanwhile_is_left_alone(status: str) -> None:
    team(neha())
    lead = waiting()
    Lead.objects.update(status=status)
    LeadClock.objects.update(route_at=NOON)
    route_waiting(now=NOON)
    assert (owner(lead), clock(lead).route_at) == (None, None)


def test_a_suspect_is_not_given_away_and_its_clock_is_gone() -> None:
    team(neha())
    lead = waiting(suspect="flood")
    LeadClock.objects.get_or_create(
        lead=lead, clock="first_response", defaults={"started_at": NOON, "route_at": NOON}
    )
    LeadClock.objects.update(route_at=NOON)
    route_waiting(now=NOON)
    assert owner(lead) is None
    assert not LeadClock.objects.exists()


def poisoned(lead: Lead, error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    hand_over = workflow.hand_over

    def poison(handings: list[workflow.Handing], **given: object) -> object:
        done = hand_over(handings, **given)
        if lead.pk in [handing.lead.pk for handing in handings]:
            raise error
        return done

    monkeypatch.setattr(workflow, "hand_over", poison)


def test_a_lead_that_raises_is_set_aside_longer_each_time_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    team(neha())
    bad, good = waiting(1), waiting(2)
    poisoned(bad, ValueError("x"), monkeypatch)
    pauses = []
    for _ in range(3):
        route_waiting(now=NOON)
        pauses.append(clock(bad).route_at - NOON)
        LeadClock.objects.filter(lead=bad).update(route_at=NOON)
    assert (owner(bad), owner(good)) == (None, "neha")
    assert pauses == [timedelta(seconds=15), timedelta(seconds=30), timedelta(seconds=60)]
    assert (clock(bad).route_hindrance, clock(bad).route_failures) == ("failed", 3)
    assert Activity.objects.filter(lead=bad, type="assignment").count() == 0


def test_the_pause_never_grows_beyond_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    team(neha())
    bad = waiting()
    LeadClock.objects.update(route_failures=30)
    poisoned(bad, ValueError("x"), monkeypatch)
    route_waiting(now=NOON)
    assert clock(bad).route_at == NOON + HOUR


def test_a_lead_that_is_well_again_is_given_and_no_longer_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    team(neha())
    lead = waiting()
    LeadClock.objects.update(route_failures=2, route_hindrance="failed")
    route_waiting(now=NOON)
    assert (owner(lead), clock(lead).route_failures, clock(lead).route_hindrance) == ("neha", 0, "")


def caused(error: Exception, sqlstate: str) -> Exception:
    error.__cause__ = psycopg.errors.lookup(sqlstate)()
    return error


def test_an_error_of_the_database_holds_up_all_and_is_blamed_on_none(monkeypatch: pytest.MonkeyPatch) -> None:
    team(neha())
    lead = waiting()
    poisoned(lead, caused(OperationalError(), "57P01"), monkeypatch)
    with pytest.raises(OperationalError):
        route_waiting(now=NOON)
    assert (clock(lead).route_failures, clock(lead).route_at) == (0, NOON)


def test_of_two_who_met_in_a_deadlock_one_comes_again_and_is_not_blamed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    team(neha())
    lead, other = waiting(1), waiting(2)
    poisoned(lead, caused(OperationalError(), "40P01"), monkeypatch)
    route_waiting(now=NOON)
    assert (clock(lead).route_failures, clock(lead).route_at, owner(other)) == (0, NOON, "neha")


def test_data_that_the_database_refuses_is_the_leads_own_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    team(neha())
    lead = waiting()
    poisoned(lead, caused(DataError(), "22P02"), monkeypatch)
    route_waiting(now=NOON)
    assert clock(lead).route_failures == 1


def test_choosing_an_owner_reads_no_leads() -> None:
    team(neha(), rajesh(), spread="least_loaded")
    with CaptureQueriesContext(
        connection,
    ) as captured:
        book = Book.load(NOON)
        Desk(book.teams.values(), NOON).choose(book.default)
    plans = []
    with connection.cursor() as cursor:
        for query in captured.captured_queries:
            cursor.execute(f"explain {query['sql']}")
            plans += [line for (line,) in cursor.fetchall()]
    read = {
        word
        for line in plans
        for word in line.split()
        if word in ("leads", "assignments", "lead_activity", "owner_loads")
    }
    assert read == {"owner_loads"}


def test_a_batch_of_many_takes_as_many_statements_as_one_of_one() -> None:
    team(neha(), rajesh())
    waiting(1)
    route_waiting(now=NOON)  # compiles the calendar
    counts = []
    for numbers in ((2,), (3, 4, 5)):
        for number in numbers:
            waiting(number)
        with CaptureQueriesContext(connection) as captured:
            route_waiting(now=NOON)
        counts.append(len(captured))
    assert counts[0] == counts[1]
