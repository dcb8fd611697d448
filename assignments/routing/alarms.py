"""Telling a team's manager that nobody is there to take a lead: once a lead, in the team's hours."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from assignments.clocks.models import LeadClock
from assignments.notices.models import Notice, NoticeEvent
from assignments.routing.choosing import Choice, TeamFacts


@dataclass(frozen=True)
class Waiting:
    """A lead that nobody could be given until `again`; without a team where no team takes it."""

    clock: LeadClock
    again: datetime
    team: TeamFacts | None = None
    choice: Choice | None = None

    @property
    def why(self) -> str:
        return self.choice.why if self.choice else "nobody"

    def notice(self, now: datetime) -> Notice | None:
        if self.team is None or self.team.manager is None:
            return None
        return Notice(
            about=self.clock.pk,
            event=NoticeEvent.NOBODY,
            recipient_id=self.team.manager,
            lead_id=self.clock.lead_id,
            facts={"team": self.team.name, "why": self.why},
            created_at=now,
            deliver_at=self.team.hours.next_opening(now) or now,
        )


def raise_alarms(waiting: Iterable[Waiting], now: datetime) -> None:
    """The clocks are held by the caller, so that nobody else says the same."""
    notices = [notice for one in waiting if (notice := one.notice(now))]
    told = Notice.objects.filter(event=NoticeEvent.NOBODY, about__in=[one.about for one in notices])
    known: set[tuple[UUID, Any]] = set(told.values_list("about", "recipient_id")) if notices else set()
    Notice.objects.bulk_create(
        notice for notice in notices if (notice.about, notice.recipient_id) not in known
    )


def take_back(clocks: Iterable[UUID]) -> None:
    """What nobody has read of is no longer true: the lead has an owner."""
    Notice.objects.unread().filter(event=NoticeEvent.NOBODY, about__in=list(clocks)).delete()
