"""Which clocks a lead has: the first response, a next one for each message left unanswered, its owner's."""

from datetime import datetime

from assignments.sla.clock import Clock, Promise, Round, run
from assignments.sla.facts import Closing, Facts

FIRST_RESPONSE, NEXT_RESPONSE, OWNER_RESPONSE = "first_response", "next_response", "owner_response"


def first_response(facts: Facts, promise: Promise, *, now: datetime) -> Clock:
    """From the customer's enquiry to the first answer, whoever owns the lead and whenever its row came.

    An answer logged before the enquiry (typed in after a call) is one.
    """
    answers = [contact.at for contact in facts.contacts if contact.by_us]
    wait = Round(FIRST_RESPONSE, facts.submitted_at, min(answers, default=None), facts.closings)
    return run(wait, promise, facts.pauses, now)


def rounds(facts: Facts) -> tuple[datetime, ...]:
    """When the customer began to wait for another answer: at each first message that found none waiting.

    What they write before our first answer belongs to the first response; what they write while they wait
    restarts nothing.
    """
    begun: list[datetime] = []
    waiting = True
    for contact in facts.in_order:
        if not contact.by_us and not waiting:
            begun.append(contact.at)
        waiting = not contact.by_us
    return tuple(begun)


def next_response(facts: Facts, started_at: datetime, promise: Promise, *, now: datetime) -> Clock:
    """One of the `rounds`, by what was promised when it began."""
    answered_at = facts.answered_since(started_at)
    return run(Round(NEXT_RESPONSE, started_at, answered_at, facts.closings), promise, facts.pauses, now)


def next_responses(facts: Facts, promise: Promise, *, now: datetime) -> tuple[Clock, ...]:
    return tuple(next_response(facts, begun, promise, now=now) for begun in rounds(facts))


def owner_response(
    facts: Facts,
    assigned_at: datetime,
    promise: Promise,
    *,
    now: datetime,
    handed_on_at: datetime | None = None,
) -> Clock:
    """From the assignment to the lead's next answer, whoever gives it, or until the lead was handed on.

    The lead's own clocks know nothing of owners: reassigning resets none of them.
    """
    answered_at = facts.answered_since(assigned_at)
    closings = facts.closings
    if handed_on_at is not None:
        closings = (*closings, Closing(handed_on_at, None))
        answered_at = None if answered_at is None or answered_at > handed_on_at else answered_at
    return run(Round(OWNER_RESPONSE, assigned_at, answered_at, closings), promise, facts.pauses, now)
