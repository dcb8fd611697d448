"""Telling colleagues: who hears of it, and when; in working hours, once each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from assignments.calendars import book
from assignments.notices.models import Notice, NoticeEvent
from assignments.teams.models import Absence, Team, TeamMember
from assignments.teams.whom_to_tell import manager_of, managers_of_role, who_hears
from assignments.working_time import next_opening
from leads.models import Lead

# Of one lead they are one piece of news: the customer's wait and the owner's end seconds apart.
ONE_NEWS = (NoticeEvent.MISSED, NoticeEvent.ESCALATED)
TOGETHER = timedelta(minutes=5)


@dataclass(frozen=True)
class About:
    """Which wait of which lead, at which share of its target."""

    lead: Lead
    row: UUID
    step: int
    clock: str
    deadline: datetime | None


@dataclass(frozen=True)
class Message:
    about: About
    event: NoticeEvent
    to_managers: bool = False  # else to the owner, and to managers where there is none


Told = Mapping[Message, tuple[str, ...]]


def tell(messages: Sequence[Message], now: datetime) -> Told:
    """In the transaction of what it is about, which holds the leads. Who hears of each, by identifier.

    A colleague hears of one event of one lead once; of a miss and its escalation by one notice.
    """
    if not messages:
        return {}
    directory = Directory.load([message.about.lead.owner_id for message in messages], now)
    heard = {message: tuple(directory.recipients(message)) for message in messages}
    told = {
        (recipient, message.about.lead.pk, message.event): notice(message, recipient, directory, now)
        for message in reversed(messages)  # of two that say the same the first stays
        for recipient in heard[message]
    }
    Notice.objects.bulk_create(without_doubles(list(reversed(told.values())), now))
    return heard


def without_doubles(notices: Sequence[Notice], now: datetime) -> list[Notice]:
    """What is left to tell once a miss and its escalation are one notice, that of a moment ago included."""
    first = lately([notice for notice in notices if notice.event in ONE_NEWS], now)
    left = []
    for notice in notices:
        key = (notice.recipient_id, notice.lead_id)
        before = first.setdefault(key, notice) if notice.event in ONE_NEWS else notice
        if before.event == notice.event:
            left.append(notice)
        else:
            before.facts["both"] = True
    Notice.objects.bulk_update([one for one in first.values() if not one._state.adding], ["facts"])
    return left


def lately(notices: Sequence[Notice], now: datetime) -> dict[tuple[str, UUID], Notice]:
    """The unread ones of a moment ago about the same leads, by recipient and lead."""
    if not notices:
        return {}
    leads = {one.lead_id for one in notices}
    found = Notice.objects.unread().filter(lead__in=leads, event__in=ONE_NEWS, created_at__gt=now - TOGETHER)
    return {(one.recipient_id, one.lead_id): one for one in found}


def notice(message: Message, recipient: str, directory: "Directory", now: datetime) -> Notice:
    about = message.about
    due = about.deadline.isoformat() if about.deadline else None
    return Notice(
        recipient_id=recipient,
        lead_id=about.lead.pk,
        event=message.event,
        about=about.row,
        step=about.step,
        facts={"clock": about.clock, "deadline": due, "owner": about.lead.owner_id},
        created_at=now,
        deliver_at=directory.delivery(about.lead.owner_id, now),
    )


@dataclass(frozen=True)
class Directory:
    """Who manages whom, who covers for whom, and when each team works. Loaded once for many messages."""

    teams: Mapping[str, Team]  # by a member's identifier
    everybodys: Team | None  # the default team
    covers: Mapping[str, str]
    managers: Sequence[str]  # of the role, where a team has none
    calendars: Mapping[UUID, book.Edition]

    @classmethod
    def load(cls, owners: Any, now: datetime) -> "Directory":
        members = TeamMember.objects.filter(user__in=owners).select_related("team__manager").first_teams()
        away = Absence.objects.at(now).filter(user__in=owners)
        return cls(
            teams={user: member.team for user, member in members.items()},
            everybodys=Team.objects.select_related("manager").filter(is_default=True).first(),
            covers={
                absence.user_id: absence.cover_id
                for absence in away.order_by("begins_at")
                if absence.cover_id
            },
            managers=managers_of_role(),
            calendars=book.load(),
        )

    def team(self, owner: str | None) -> Team | None:
        return self.teams.get(owner or "", self.everybodys)

    def recipients(self, message: Message) -> Iterator[str]:
        owner = message.about.lead.owner_id
        if owner is not None and not message.to_managers:
            yield owner
            if owner in self.covers:
                yield self.covers[owner]
            return
        yield from who_hears(manager_of(self.team(owner)), self.managers)

    def delivery(self, owner: str | None, now: datetime) -> datetime:
        """At once while the team works, else when it works again."""
        team = self.team(owner)
        edition = self.calendars.get(team.calendar_id) if team else None
        return (next_opening(edition.calendar, now) if edition else now) or now
