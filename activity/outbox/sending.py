"""One try to send one message: ask the provider outside any transaction, then write down what came of it.

The log's row is the state. `trying_since` is set before the provider is asked and emptied with its answer, so
whoever finds it set knows that an answer was lost: a repeatable channel is asked again under the same key,
of any other we say that nobody knows, and a person decides.
"""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from activity.outbox import channels, failing, stops
from activity.outbox.accepting import accept
from activity.outbox.channels import Channel, NotSent, Receipt, Rejected, TryLater, Unknown
from activity.outbox.models import OutgoingMessage
from activity.outbox.patience import patiently
from activity.recorder import Closed, learn
from assignments import workflow
from leads.exceptions import Refused

log = logging.getLogger(__name__)

MOST_TRIES = 5
PAUSES = (1.0, 2.0, 4.0, 4.0)  # seconds after each try but the last
LONGEST_PAUSE = 3600.0
# A message that still waits for its provider after so long is stale: a person decides.
LONGEST_WAIT = timedelta(hours=2)

WORD_SECONDS = 60.0  # in which a provider may tell by a receipt what it did not answer

Again = Callable[[datetime], None]


@dataclass(frozen=True)
class Try:
    """A message that this process sends now. `was_cut`: an earlier try ended without an answer."""

    message: OutgoingMessage
    tries: int
    was_cut: bool


def send(*, activity_id: UUID, again: Again) -> None:
    """Send it if it still waits; `again` puts it off until a time, in the transaction that says so."""
    begun = begin(activity_id, timezone.now())
    if begun is not None:
        answer = ask(begun)
        patiently(lambda: settle(begun, answer, timezone.now(), again))


def begin(activity_id: UUID, now: datetime) -> Try | None:
    """Claim the message, or see that there is nothing to send any more."""
    with transaction.atomic():
        messages = OutgoingMessage.objects.select_for_update(of=("self",)).select_related("activity")
        message = messages.filter(pk=activity_id, activity__status="queued").first()
        if message is None:
            return None
        begun = Try(message, tries(message), message.trying_since is not None)
        message.trying_since = now
        message.save(update_fields=["trying_since"])
    return begun


def tries(message: OutgoingMessage) -> int:
    count = (message.activity.metadata or {}).get("retry_count", 0)
    return count if isinstance(count, int) else 0


def ask(begun: Try) -> Receipt | NotSent:
    """The provider's answer, whatever happens on the way to it."""
    message = begun.message
    if stops.is_stopped(channel=message.channel, address=message.address):
        return Rejected("Nothing is sent to this address any more.")
    try:
        channel = channels.channel(message.channel)
    except Refused:
        return Rejected("No provider is set up for messages of this kind.")
    if begun.was_cut and not channel.is_repeatable:
        return Unknown("Nobody knows whether it went out: the answer of the provider was lost.")
    return answer_of(channel, message)


def answer_of(channel: Channel, message: OutgoingMessage) -> Receipt | NotSent:
    try:
        return channel.send(message, idempotency_key=str(message.pk))
    except Unknown as unknown:
        return TryLater(unknown.error) if channel.is_repeatable else unknown
    except NotSent as not_sent:
        return not_sent
    except Exception as error:  # a mistake of ours must not leave a message waiting for ever
        log.exception("sending by %s failed", channel.provider)
        said = f"Nobody knows whether it went out: {type(error).__name__}."
        return TryLater(said) if channel.is_repeatable else Unknown(said)


def settle(begun: Try, answer: Receipt | NotSent, now: datetime, again: Again) -> None:
    """Write down what came of it, and what follows from that."""
    message = begun.message
    with transaction.atomic():
        try:
            workflow.locked(message.activity.lead_id)
            if isinstance(answer, Unknown) and not begun.was_cut:
                wait_for_word(begun, answer, now, again)
                return
            OutgoingMessage.objects.filter(pk=message.pk).update(trying_since=None)
            if isinstance(answer, Receipt):
                accept(message.activity, answer.provider_id, now=now)
            elif isinstance(answer, TryLater) and may_wait(begun, answer, now):
                put_off(begun, answer, now, again)
            else:
                count = begun.tries + asked(answer)
                failing.fail(message.activity, answer.error, now=now, retry_count=count)
        except (Closed, Refused):
            return  # a receipt was faster, or the lead was erased meanwhile


def wait_for_word(begun: Try, unknown: Unknown, now: datetime, again: Again) -> None:
    """The provider may yet tell by a receipt; `trying_since` stays, so that nothing is sent meanwhile."""
    facts = {"retry_count": begun.tries + 1, "error": unknown.error}
    learn(activity_id=begun.message.pk, kind=begun.message.channel, facts=facts)
    workflow.settle_lead(begun.message.activity.lead_id, now)
    again(now + timedelta(seconds=WORD_SECONDS))


def may_wait(begun: Try, later: TryLater, now: datetime) -> bool:
    in_time = now - begun.message.made_at < LONGEST_WAIT
    return in_time and begun.tries + asked(later) < MOST_TRIES


def asked(answer: NotSent) -> int:
    """One where the provider was asked."""
    return 0 if isinstance(answer, TryLater) and not answer.counts else 1


def put_off(begun: Try, later: TryLater, now: datetime, again: Again) -> None:
    count = begun.tries + asked(later)
    facts = {"retry_count": count, "error": later.error}
    learn(activity_id=begun.message.pk, kind=begun.message.channel, facts=facts)
    workflow.settle_lead(begun.message.activity.lead_id, now)
    again(now + timedelta(seconds=pause(count, later.after)))


def pause(count: int, after: float | None) -> float:
    """Seconds until the next try, after so many; longer where the provider asked for it."""
    usual = PAUSES[min(max(count, 1), len(PAUSES)) - 1] * random.uniform(0.8, 1.2)  # noqa: S311  # spreads the load
    return min(max(usual, after or 0.0), LONGEST_PAUSE)
