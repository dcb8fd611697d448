"""Handing on leads that their owners leave unanswered, each to a colleague of the same team.

Nobody gets a lead twice while its customer waits: a small team would hand it round for ever.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from assignments import workflow
from assignments.clocks.promises import Promises
from assignments.notices.models import NoticeEvent
from assignments.notices.telling import About, Message
from assignments.routing.book import Book
from assignments.routing.choosing import Choice, TeamFacts
from assignments.routing.desk import Desk
from assignments.routing.past_owners import Past, past_owners
from assignments.routing.reasons import why
from assignments.routing.router import ROUTING
from assignments.workflow import Handing


@dataclass(frozen=True)
class Relief:
    """Who is to have which lead, by lead. `waits` are those that came to this; a lead that is not among the
    handings stays with its owner.
    """

    waits: Sequence[About] = ()
    handings: Mapping[UUID, Handing] = field(default_factory=dict)
    desk: Desk | None = None

    @property
    def messages(self) -> Iterator[Message]:
        """The owner hears that the lead is gone, the managers that nobody is left to take it."""
        for about in self.waits:
            gone = about.lead.pk in self.handings
            event = NoticeEvent.RELIEVED if gone else NoticeEvent.NOBODY
            yield Message(about, event, to_managers=not gone)

    def successor(self, lead: UUID) -> str | None:
        """Their name; None where nobody was found."""
        handing = self.handings.get(lead)
        return handing.owner.name if handing else None

    def carry_out(self, now: datetime) -> None:
        if self.desk is not None and self.handings:
            workflow.hand_over(list(self.handings.values()), actor=ROUTING, now=now, promises=Promises())
            self.desk.remember()


def choose(waits: Sequence[About], now: datetime) -> Relief:
    """In the caller's transaction, which holds the leads and from now on the turns of these colleagues."""
    if not waits:
        return Relief()
    book = Book.load(now)
    owned = past_owners([about.lead.pk for about in waits])
    teams = {about.lead.pk: team_of(about.lead.owner_id, book) for about in waits}
    desk = Desk([team for team in teams.values() if team], now)
    handings = {}
    for about in waits:
        lead, team = about.lead, teams[about.lead.pk]
        past = owned.get(lead.pk, Past())
        without = past.while_waiting | {lead.owner_id or ""}
        choice = desk.choose(team.id, without=without) if team else None
        if choice and choice.member:
            owner = book.users[choice.member.identifier]
            handings[lead.pk] = Handing(lead, owner, because(past.newest, choice))
    return Relief(waits, handings, desk)


def team_of(owner: str | None, book: Book) -> TeamFacts | None:
    """The one that the owner is in, the default team first; for an owner in none it is the default team."""
    default = book.teams.get(book.default) if book.default else None
    teams = sorted(book.teams.values(), key=lambda team: (team is not default, team.name))
    theirs = (team for team in teams if any(member.identifier == owner for member in team.members))
    return next(theirs, default)


def because(owner: str, choice: Choice) -> str:
    """English, like all that the log keeps."""
    return f"{owner or 'The owner'} left it unanswered. {why(choice)}."
