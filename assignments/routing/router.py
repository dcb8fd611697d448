"""Finds owners for leads that have none: each once, however many workers do it and whenever they die.

A lead's clock says when (`route_at`). Many are given away in one transaction: locked, looked at again, handed
over and logged, or left for later with the reason. Where one of them fails, the others are tried without it.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction

from activity.kinds import Actor
from activity.triage import arrivals
from assignments import workflow
from assignments.by_halves import by_halves
from assignments.clocks.models import LeadClock, RouteHindrance
from assignments.clocks.promises import Promises
from assignments.routing.alarms import Waiting, raise_alarms, take_back
from assignments.routing.book import Book, Destination
from assignments.routing.choosing import ASK_AGAIN, Choice
from assignments.routing.desk import Desk
from assignments.routing.lead_facts import facts_of
from assignments.routing.reasons import reason
from assignments.workflow import Handing, settle_by_version
from leads.intake.failures import named
from leads.models import Lead
from leads.statuses import OPEN

log = structlog.get_logger(__name__)

BATCH = 100
ROUTING = Actor("system", "routing")
FIRST_PAUSE, LONGEST_PAUSE, MOST_COUNTED = timedelta(seconds=15), timedelta(hours=1), 30
LARGE = ("lead__quote_data", "lead__search_text", "lead__message")


Given = tuple[LeadClock, Handing]


def route_waiting(*, now: datetime, most: int = BATCH) -> int:
    """Try the leads whose time it is, those that wait longest first; how many were tried.

    Raises DatabaseError where the database is at fault: all of them wait then.
    """
    due = list(LeadClock.objects.to_route(now).order_by("route_at").values_list("pk", flat=True)[:most])
    if due:
        book = Book.load(now)
        by_halves(due, lambda some: route(some, book, now), lambda one, error: set_aside(one, error, now))
    return len(due)


def set_aside(clock_id: UUID, error: Exception, now: datetime) -> None:
    """Try this lead again later, each time later; health counts it until it is given away."""
    log.error("routing_failed", clock=str(clock_id), error=named(error.__cause__ or error))
    with transaction.atomic():
        clock = LeadClock.objects.select_for_update(no_key=True).filter(pk=clock_id).first()
        if clock is not None:
            clock.route_failures = min(clock.route_failures + 1, MOST_COUNTED)
            clock.route_hindrance = RouteHindrance.FAILED
            clock.route_at = now + min(FIRST_PAUSE * 2 ** (clock.route_failures - 1), LONGEST_PAUSE)
            clock.save(update_fields=["route_failures", "route_hindrance", "route_at"])


def route(clock_ids: Collection[UUID], book: Book, now: datetime) -> None:
    """In the caller's transaction. What is locked is another worker's, or in a colleague's hands."""
    clocks = held(clock_ids, now)
    suspects = set(Lead.objects.suspect().filter(clocks__in=clocks).values_list("pk", flat=True))
    LeadClock.objects.filter(pk__in=[clock.pk for clock in clocks if clock.lead_id in suspects]).delete()
    arrivals.greet([clock.lead_id for clock in clocks if clock.lead_id not in suspects])
    wanted = [
        clock
        for clock in clocks
        if clock.lead_id not in suspects and clock.lead.owner_id is None and clock.lead.status in OPEN
    ]
    if wanted:
        find_owners(wanted, book, now)
    LeadClock.objects.filter(pk__in=[clock.pk for clock in clocks if clock not in wanted]).routed()


def held(clock_ids: Collection[UUID], now: datetime) -> list[LeadClock]:
    clocks = LeadClock.objects.to_route(now).select_related("lead").defer(*LARGE).filter(pk__in=clock_ids)
    locked = clocks.select_for_update(of=("self", "lead"), no_key=True, skip_locked=True)
    return list(locked.order_by("route_at"))


def find_owners(clocks: Collection[LeadClock], book: Book, now: datetime) -> None:
    facts = facts_of([clock.lead for clock in clocks])
    places = {clock.pk: book.destination(facts[clock.lead_id]) for clock in clocks}
    desk = Desk([place.team for place in places.values() if place], now)
    given: list[Given] = []
    waiting: list[Waiting] = []
    for clock in clocks:
        place = places[clock.pk]
        choice = desk.choose(place.team.id) if place else None
        if place and choice and choice.member:
            given.append((clock, handing(clock, place, choice, book)))
        else:
            again = (choice and choice.ask_again) or now + ASK_AGAIN
            waiting.append(Waiting(clock, again, place.team if place else None, choice))
    if given:
        workflow.hand_over([one for _, one in given], actor=ROUTING, now=now, promises=book.promises)
        desk.remember()
        take_back([clock.pk for clock, _ in given if clock.route_hindrance])
    if waiting:
        leave(waiting, book.promises, now)


def handing(clock: LeadClock, place: Destination, choice: Choice, book: Book) -> Handing:
    rule = place.rule.name if place.rule else ""
    why = reason(rule=rule, team=place.team.name, choice=choice, waited=clock.route_hindrance)
    assert choice.member  # noqa: S101  # for the type checker
    return Handing(clock.lead, book.users[choice.member.identifier], why, place.team.calendar_version)


def leave(waiting: Collection[Waiting], promises: Promises, now: datetime) -> None:
    """Nobody's for now; the customer's clock runs all the same, in the hours of that team."""
    for one in waiting:
        one.clock.route_at, one.clock.route_hindrance, one.clock.route_failures = one.again, one.why, 0
    LeadClock.objects.bulk_update(
        [one.clock for one in waiting], ["route_at", "route_hindrance", "route_failures"]
    )
    raise_alarms(waiting, now)
    versions = {one.clock.lead_id: one.team.calendar_version if one.team else None for one in waiting}
    settle_by_version(versions, now=now, promises=promises)
