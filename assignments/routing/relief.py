"""Handing on a lead that its owner leaves unanswered, to a colleague of the same team."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from assignments import workflow
from assignments.notices.models import NoticeEvent
from assignments.notices.telling import About, Message, tell
from assignments.routing.book import Book
from assignments.routing.choosing import Choice, TeamFacts
from assignments.routing.desk import Desk
from assignments.routing.reasons import why
from assignments.routing.router import ROUTING


def relieve(waits: Iterable[About], now: datetime) -> None:
    """Each to the next colleague who is there; where nobody is, the owner stays and the managers hear of it.

    In the caller's transaction, which holds the leads. `waits` are those that came to this.
    """
    book = Book.load(now)
    for about in waits:
        relieve_of(about, book, now)


def relieve_of(about: About, book: Book, now: datetime) -> None:
    lead = about.lead
    team = team_of(lead.owner_id, book)
    if team is None:
        tell([Message(about, NoticeEvent.NOBODY, to_managers=True)], now)
        return
    others = tuple(member for member in team.members if member.identifier != lead.owner_id)
    desk = Desk([replace(team, members=others)], now)
    choice = desk.choose(team.id)
    if choice.member is None:
        tell([Message(about, NoticeEvent.NOBODY, to_managers=True)], now)
        return
    tell([Message(about, NoticeEvent.RELIEVED)], now)
    reason = because(workflow.owner_name(lead), choice)
    workflow.hand(
        lead=lead, owner=book.users[choice.member.identifier], actor=ROUTING, reason=reason, now=now
    )
    desk.remember()
    lead.refresh_from_db(fields=["owner"])


def team_of(owner: str | None, book: Book) -> TeamFacts | None:
    """The one that the owner is in, the default team first; for an owner in none it is the default team."""
    default = book.teams.get(book.default) if book.default else None
    teams = sorted(book.teams.values(), key=lambda team: (team is not default, team.name))
    theirs = (team for team in teams if any(member.identifier == owner for member in team.members))
    return next(theirs, default)


def because(owner: str, choice: Choice) -> str:
    """English, like all that the log keeps."""
    return f"{owner or 'The owner'} left it unanswered. {why(choice)}."
