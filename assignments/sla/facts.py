"""What happened to one lead, as far as its clocks follow from it. Times are aware."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from assignments.working_time import Pause


class Contact(NamedTuple):
    """People spoke with each other (activity/contacts.py). `by_us`: it answers; else the customer wrote.

    As they sort, a message comes before the answer given in the same moment.
    """

    at: datetime
    by_us: bool


class Wait(NamedTuple):
    """A `waiting` activity: it is the customer's turn. `end` None: still pending."""

    begin: datetime
    end: datetime | None
    reason: str = ""


class Closing(NamedTuple):
    """The lead was lost or converted at `begin`, and reopened at `end`; None: it still is."""

    begin: datetime
    end: datetime | None


@dataclass(frozen=True)
class Facts:
    submitted_at: datetime
    contacts: tuple[Contact, ...] = ()
    waits: tuple[Wait, ...] = ()
    closings: tuple[Closing, ...] = ()

    @cached_property
    def in_order(self) -> tuple[Contact, ...]:
        return tuple(sorted(self.contacts))

    @cached_property
    def pauses(self) -> tuple[Pause, ...]:
        """The waits, each over at the customer's next message at the latest."""
        messages = [contact.at for contact in self.in_order if not contact.by_us]
        found = []
        for begin, end, reason in sorted(self.waits, key=lambda wait: wait.begin):
            written = next((at for at in messages if at > begin), None)
            over = min(filter(None, (end, written)), default=None)
            found.append(Pause(begin, over, reason))
        return tuple(found)

    def answered_since(self, moment: datetime) -> datetime | None:
        return next((contact.at for contact in self.in_order if contact.by_us and contact.at >= moment), None)
