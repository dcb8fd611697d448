"""Telling a team's manager that nobody is there to take a lead: once a lead, in the team's hours."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from assignments.clocks.models import LeadClock
from assignments.notices.models import Notice, NoticeEvent
from assignments.routing.choosing import Choice, TeamFacts
from assignments.teams.whom_to_tell import managers_of_role, who_hears


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

    def notices(self, role: Sequence[str], now: datetime) -> Iterator[Notice]:
        """To the team's manager; where there is none, or no team, to everybody in that role."""
        team = self.team
        for recipient in who_hears(team.manager if team else None, role):
            yield Notice(
                about=self.clock.pk,
                event=NoticeEvent.NOBODY,
                recipient_id=recipient,
                lead_id=self.clock.lead_id,
                facts={"team": team.name if team else "", "why": self.why},
                created_at=now,
                deliver_at=(team.hours.next_opening(now) if team else now) or now,
            )


def raise_alarms(waiting: Collection[Waiting], now: datetime) -> None:
    """The clocks are held by the caller, so that nobody else says the same."""
    unmanaged = any(one.team is None or one.team.manager is None for one in waiting)
    role = managers_of_role() if unmanaged else []
    notices = [notice for one in waiting for notice in one.notices(role, now)]
    told = Notice.objects.filter(event=NoticeEvent.NOBODY, about__in=[one.about for one in notices])
    known: set[tuple[UUID, Any]] = set(told.values_list("about", "recipient_id")) if notices else set()
    Notice.objects.bulk_create(
        notice for notice in notices if (notice.about, notice.recipient_id) not in known
    )


def take_back(clocks: Iterable[UUID]) -> None:
    """What nobody has read of is no longer true: the lead has an owner."""
    Notice.objects.unread().filter(event=NoticeEvent.NOBODY, about__in=list(clocks)).delete()
