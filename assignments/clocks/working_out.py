"""How a stored clock or assignment is to stand, from facts and promises alone. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from assignments import sla
from assignments.clocks.facts import LeadFacts
from assignments.clocks.models import ClockName, LeadClock
from assignments.clocks.promises import Terms
from assignments.escalation import ladder, later_shares
from assignments.models import Assignment
from assignments.sla import Clock, Promise
from assignments.sla.responses import OWNER_RESPONSE
from assignments.working_time import Pause, WorkingCalendar, deadline

NEW = "new"  # instead of a fingerprint: this assignment is ours, and its deadline is still to be worked out
NEVER = WorkingCalendar("UTC", ((),) * 7)
NOTHING = Promise(None, NEVER)


@dataclass(frozen=True)
class Standing:
    """What a row says about a wait, whatever its columns are called.

    `reached`, which no column says, are the shares of the target whose steps are due and not taken, and
    `after` when the first one is due that is not due yet.
    """

    deadline: datetime | None
    paused: bool
    answered_at: datetime | None
    stopped_at: datetime | None
    missed_at: datetime | None
    next_step_at: datetime | None
    inputs: "Inputs"
    reached: tuple[int, ...] = field(default=(), compare=False)
    after: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Inputs:
    """What a deadline was worked out from: its fingerprint, and the versions that are pinned."""

    fingerprint: str
    policy_version: UUID | None
    calendar_version: UUID | None


def now_stored(row: LeadClock | Assignment) -> Standing:
    if isinstance(row, LeadClock):
        ends = (row.deadline, row.paused, row.answered_at, row.stopped_at, row.missed_at)
    else:
        ends = (row.sla_deadline, False, row.completed_at, None, None)
    pinned = Inputs(row.fingerprint, row.policy_version_id, row.calendar_version_id)
    return Standing(*ends, row.next_step_at, pinned)


def work_out(row: LeadClock | Assignment, lead: LeadFacts, terms: Terms | None, now: datetime) -> Standing:
    if isinstance(row, LeadClock):
        return of_clock(row, lead, terms, now)
    return of_assignment(row, lead, terms, now)


def of_clock(row: LeadClock, lead: LeadFacts, terms: Terms | None, now: datetime) -> Standing:
    """A deadline that was missed stays as it was; an answer given is still to come."""
    promise = promised(terms, row.clock, lead, judged_at(row, now))
    if row.clock == ClockName.FIRST_RESPONSE:
        clock = sla.first_response(lead.facts, promise, now=now)
    else:
        clock = sla.next_response(lead.facts, row.started_at, promise, now=now)
    answered_at = row.answered_at or clock.answered_at
    stopped_at = None if answered_at else clock.stopped_at and (row.stopped_at or clock.stopped_at)
    over = answered_at or stopped_at
    steps = NO_STEPS if over else steps_of(row, clock, terms, promise, lead.facts.pauses, now)
    due = row.deadline if row.missed_at else clock.deadline
    if due is None and answered_at is not None:
        due = were_it_over(row.started_at, promise, lead.facts.pauses, answered_at)
    return Standing(
        deadline=due,
        paused=not over and due is None and promise.target is not None,
        answered_at=answered_at,
        stopped_at=stopped_at,
        # Of a clock that still runs the sweep says it, and tells those who are to hear of it.
        missed_at=row.missed_at or (clock.missed_at if over else None),
        next_step_at=steps.next_at,
        inputs=inputs(clock, terms, promise, lead.facts.pauses),
        reached=steps.reached,
        after=steps.after,
    )


def of_assignment(row: Assignment, lead: LeadFacts, terms: Terms | None, now: datetime) -> Standing:
    """While a wait is pending the deadline is the one that would hold were it over: it only moves on.

    No deadline: no answer is owed. One that another program gave with its assignment stays as it was given,
    and no policy has steps for it.
    """
    if row.policy_version_id is None and row.fingerprint != NEW:
        answered_at = row.completed_at or lead.facts.answered_since(row.assigned_at)
        return replace(now_stored(row), answered_at=answered_at, next_step_at=None)
    done_at = row.completed_at
    known_at = min(filter(None, (done_at, fell_due(row, lead, now))), default=None)
    promise = promised(terms, OWNER_RESPONSE, lead, known_at)
    clock = sla.owner_response(lead.facts, row.assigned_at, promise, now=now)
    done_at = done_at or clock.answered_at
    due = clock.deadline or were_it_over(row.assigned_at, promise, lead.facts.pauses, done_at)
    steps = NO_STEPS if done_at else steps_of(row, clock, terms, promise, lead.facts.pauses, now)
    return Standing(
        deadline=due,
        paused=False,
        answered_at=done_at,
        stopped_at=None,
        missed_at=None,
        next_step_at=steps.next_at,
        inputs=inputs(clock, terms, promise, lead.facts.pauses),
        reached=steps.reached,
        after=steps.after,
    )


def fell_due(row: Assignment, lead: LeadFacts, now: datetime) -> datetime | None:
    """The stored deadline, once it has passed."""
    return row.sla_deadline if row.fingerprint != NEW and has_passed(row.sla_deadline, lead, now) else None


def has_passed(deadline: datetime | None, lead: LeadFacts, now: datetime) -> bool:
    """One that a wait for the customer reaches over is still to move on."""
    if deadline is None or deadline >= now:
        return False
    return not any(
        begin < deadline and (end is None or deadline < end) for begin, end, _ in lead.facts.pauses
    )


def promised(terms: Terms | None, clock: str, lead: LeadFacts, judged: datetime | None) -> Promise:
    return terms.promise(clock, lead.priority(judged)) if terms else NOTHING


def judged_at(row: LeadClock, now: datetime) -> datetime | None:
    """Whose judgement counts: what is said about a lead after its deadline has passed moves it no more."""
    passed = row.deadline if row.deadline and row.deadline < now else None
    return min(filter(None, (row.answered_at, row.missed_at, passed)), default=None)


def were_it_over(
    begin: datetime, promise: Promise, pauses: Iterable[Pause], at: datetime | None
) -> datetime | None:
    """The deadline if the pending wait were over by then; without a time, as if it had not begun."""
    if promise.target is None:
        return None
    ended = [pause if pause.end else pause._replace(end=at) for pause in pauses if pause.end or at]
    return deadline(promise.calendar, begin, promise.target, ended).at


@dataclass(frozen=True)
class Steps:
    """When the next one is due, the shares of the target at which some are due by now, and when the first
    one is due that is not.
    """

    next_at: datetime | None
    reached: tuple[int, ...]
    after: datetime | None


NO_STEPS = Steps(None, (), None)


def steps_of(
    row: LeadClock | Assignment,
    clock: Clock,
    terms: Terms | None,
    promise: Promise,
    pauses: tuple[Pause, ...],
    now: datetime,
) -> Steps:
    """One that failed keeps the time of its next try."""
    next_at: datetime | None = None
    reached: list[int] = []
    for share in later_shares(ladder(terms.spec), row.share_done) if terms else ():
        due = sla.step_at(clock.started_at, promise, share, pauses)
        if due and row.failures and row.next_step_at:
            due = max(due, row.next_step_at)
        next_at = next_at or due
        if due is None or due > now:
            return Steps(next_at, tuple(reached), due)
        reached.append(share)
    return Steps(next_at, tuple(reached), None)


def inputs(clock: Clock, terms: Terms | None, promise: Promise, pauses: Iterable[Pause]) -> Inputs:
    print_of_it = sla.fingerprint(clock.started_at, promise, pauses)
    if terms is None:
        return Inputs(print_of_it, None, None)
    return Inputs(print_of_it, terms.policy_version, terms.calendar_version)
