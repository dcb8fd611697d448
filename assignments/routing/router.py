"""Finds owners for leads that have none: each once, however many workers do it and whenever they die.

A lead's clock says when (`route_at`). One transaction a lead: it is locked, looked at again, given away and
logged, or left for later with the reason.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import DatabaseError, InterfaceError, transaction

from activity.kinds import Actor
from assignments import workflow
from assignments.clocks.models import LeadClock, RouteHindrance
from assignments.clocks.settling import settle_held
from assignments.notices.models import Notice, NoticeEvent
from assignments.routing.book import Book, Destination, as_they_are
from assignments.routing.choosing import ASK_AGAIN, Choice, Member, TeamFacts, choose
from assignments.routing.lead_facts import facts_of
from assignments.routing.reasons import reason
from assignments.routing.rules import LeadFacts
from assignments.teams.models import TeamMember
from leads.intake.failures import is_the_records, named
from leads.models import Lead
from leads.statuses import OPEN

log = structlog.get_logger(__name__)

BATCH = 100
ROUTING = Actor("system", "routing")
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=15), timedelta(hours=1)
# One of two who wait for each other, or who waited too long: nothing is wrong with the lead.
IN_THE_WAY = frozenset({"40001", "40P01", "55P03"})


def route_waiting(*, now: datetime, most: int = BATCH) -> int:
    """Try the leads whose time it is, those that wait longest first; how many were tried.

    Raises DatabaseError where the database is at fault: all of them wait then.
    """
    due = LeadClock.objects.to_route(now).select_related("lead").defer(*LARGE).order_by("route_at")[:most]
    clocks = list(due)
    if clocks:
        book, facts = Book.load(now), facts_of([clock.lead for clock in clocks])
        for clock in clocks:
            _try(clock.pk, _Routing(book, facts[clock.lead_id], now))
    return len(clocks)


LARGE = ("lead__quote_data", "lead__search_text", "lead__message")


def _try(clock_id: UUID, routing: "_Routing") -> None:
    try:
        with transaction.atomic():
            routing.route(clock_id)
    except (DatabaseError, InterfaceError) as error:
        if getattr(error.__cause__, "sqlstate", None) in IN_THE_WAY:
            return
        if not is_the_records(error.__cause__ or error):
            raise
        set_aside(clock_id, error, routing.now)
    except Exception as error:  # whatever is wrong with one lead, the others go on
        set_aside(clock_id, error, routing.now)


def set_aside(clock_id: UUID, error: Exception, now: datetime) -> None:
    """Try this lead again later, each time later; health counts it until it is given away."""
    log.error("routing_failed", clock=str(clock_id), error=named(error.__cause__ or error))
    with transaction.atomic():
        clock = LeadClock.objects.select_for_update(no_key=True).filter(pk=clock_id).first()
        if clock is not None:
            clock.route_failures = min(clock.route_failures + 1, 30)
            clock.route_hindrance = RouteHindrance.FAILED
            clock.route_at = now + min(FIRST_PAUSE * 2 ** (clock.route_failures - 1), LONGEST_PAUSE)
            clock.save(update_fields=["route_failures", "route_hindrance", "route_at"])


@dataclass(frozen=True)
class _Routing:
    """One lead on its way, as the batch has read it."""

    book: Book
    facts: LeadFacts
    now: datetime

    def route(self, clock_id: UUID) -> None:
        clocks = LeadClock.objects.to_route(self.now).select_related("lead").defer(*LARGE)
        of = ("self", "lead")
        clock = clocks.select_for_update(of=of, no_key=True, skip_locked=True).filter(pk=clock_id).first()
        if clock is None:  # another worker has it, or a colleague at this moment: the next round looks again
            return
        if clock.lead.owner_id is not None or clock.lead.status not in OPEN:
            self.leave(clock, route_at=None)
        elif Lead.objects.suspect().filter(pk=clock.lead_id).exists():
            clock.delete()
        else:
            self.find_owner(clock, self.book.destination(self.facts))

    def find_owner(self, clock: LeadClock, destination: Destination | None) -> None:
        if destination is None:
            self.promise(clock, None)
            self.leave(clock, route_at=self.now + ASK_AGAIN, hindrance=RouteHindrance.NOBODY)
            return
        team = as_they_are(destination.team)
        choice = choose(team, self.now)
        if choice.member is None:
            self.promise(clock, team)
            self.leave(clock, route_at=choice.ask_again, hindrance=RouteHindrance(choice.why))
            self.alarm(clock, team, choice)
            return
        rule = destination.rule.name if destination.rule else ""
        self.give(clock, team, choice.member, reason(rule=rule, team=team.name, choice=choice))

    def give(self, clock: LeadClock, team: TeamFacts, member: Member, why: str) -> None:
        owner = self.book.users[member.identifier]
        workflow.hand(
            lead=clock.lead, owner=owner, actor=ROUTING, reason=why, now=self.now,
            calendar_version=team.calendar_version, promises=self.book.promises,
        )  # fmt: skip
        after = team.having(member, self.now)
        at = next(one.last_given_at for one in after.members if one.identifier == member.identifier)
        TeamMember.objects.filter(team=team.id, user__identifier=member.identifier).update(last_given_at=at)
        if clock.route_hindrance:
            # An alarm that nobody has heard is no longer true.
            Notice.objects.unread().filter(about=clock.pk, event=NoticeEvent.NOBODY).delete()
        self.leave(clock, route_at=None)

    def promise(self, clock: LeadClock, team: TeamFacts | None) -> None:
        """Nobody has it, and the customer waits all the same: by the hours of the team that is to have it."""
        version = team.calendar_version if team else None
        settle_held([clock.lead_id], now=self.now, promises=self.book.promises, calendar_version=version)

    def leave(
        self,
        clock: LeadClock,
        *,
        route_at: datetime | None,
        hindrance: RouteHindrance | None = None,
    ) -> None:
        clock.route_at = route_at
        clock.route_hindrance = hindrance or ""
        clock.route_failures = 0
        clock.save(update_fields=["route_at", "route_hindrance", "route_failures"])

    def alarm(self, clock: LeadClock, team: TeamFacts, choice: Choice) -> None:
        """Once a lead, told in the team's hours."""
        if team.manager is None:
            return
        told_at = team.hours.next_opening(self.now) or self.now
        told = {
            "facts": {"team": team.name, "why": choice.why},
            "created_at": self.now,
            "deliver_at": told_at,
        }
        Notice.objects.get_or_create(
            about=clock.pk, event=NoticeEvent.NOBODY, step=0, recipient_id=team.manager,  # type: ignore[misc]  # the key is the identifier
            defaults={"lead_id": clock.lead_id, **told},
        )  # fmt: skip
