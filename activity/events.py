"""What happens to a lead, and the jobs that it starts: one table, read by whoever announces.

A task is named here, not imported: it may live anywhere above. It may run twice, and does no harm then.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from activity.outbox import reachable
from leadsite.jobs.tasks import Fact, defer_all

NOTICE = "notice"  # to colleagues, no activity


@dataclass(frozen=True)
class Reaction:
    """A task that an event starts, and the type of activity that it writes, or NOTICE.

    `needs` names settings without which nobody could do it: while one is empty no job is made.
    `among` says for which leads there is something to do at all; None: for all of them.
    """

    task: str
    writes: str
    needs: tuple[str, ...] = ()
    among: Callable[[Collection[UUID]], Collection[UUID]] | None = None

    @property
    def is_possible(self) -> bool:
        return all(getattr(settings, name, None) for name in self.needs)


# Every task is called with `lead_id` and with the facts that are named beside its event.
EVENTS: Mapping[str, tuple[Reaction, ...]] = {
    # A genuine lead was stored and looked at for the first time; once a lead. No other facts.
    "lead_arrived": (
        Reaction("acknowledge-lead", "email", among=reachable.by_email),
        Reaction("triage-lead", "ai_result", needs=("LLM_MODEL",)),
    ),
    # The customer wrote to us by a provider; `activity_id` is the message in the log.
    "message_received": (Reaction("tell-of-message", NOTICE),),
}


def announce(event: str, *, lead_id: UUID, **facts: Fact) -> None:
    """Start what the table says, in the transaction of the deed: rolled back with it."""
    announce_all(event, [lead_id], **facts)


def announce_all(event: str, lead_ids: Iterable[UUID], **facts: Fact) -> None:
    """The same of many leads to which the same happened, by one statement a task."""
    leads = list(lead_ids)
    for reaction in EVENTS[event]:
        if reaction.is_possible:
            those = reaction.among(leads) if reaction.among else leads
            defer_all(reaction.task, [{"lead_id": lead_id, **facts} for lead_id in those])
