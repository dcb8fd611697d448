"""Handing on a lead that its owner leaves unanswered, to a colleague of the same team."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from assignments import workflow
from assignments.models import Assignment
from assignments.notices.models import Notice, NoticeEvent
from assignments.routing.book import Book
from assignments.routing.choosing import Choice, TeamFacts
from assignments.routing.desk import Desk
from assignments.routing.reasons import why
from assignments.routing.router import ROUTING
from leads.models import Lead


def relieve(lead: Lead, *, about: UUID, step: int, now: datetime) -> Assignment | None:
    """The new owner's assignment; None where nobody else is available, which the manager hears of.

    In the caller's transaction, which holds the lead. `about` and `step` say which wait came to this.
    """
    book = Book.load(now)
    team = team_of(lead.owner_id, book)
    if team is None:
        return None
    others = tuple(member for member in team.members if member.identifier != lead.owner_id)
    desk = Desk([replace(team, members=others)], now)
    choice = desk.choose(team.id)
    notice = Notice(
        lead=lead, about=about, step=step, created_at=now, deliver_at=team.hours.next_opening(now) or now,
        facts={"team": team.name},
    )  # fmt: skip
    if choice.member is None:
        tell(notice, NoticeEvent.NOBODY, team.manager)
        return None
    before, reason = lead.owner_id, because(workflow.owner_name(lead), choice)
    given = workflow.hand(
        lead=lead, owner=book.users[choice.member.identifier], actor=ROUTING, reason=reason, now=now
    )
    desk.remember()
    tell(notice, NoticeEvent.RELIEVED, before)
    tell(notice, NoticeEvent.ASSIGNED, choice.member.identifier)
    lead.refresh_from_db(fields=["owner"])
    return given


def team_of(owner: str | None, book: Book) -> TeamFacts | None:
    """The one that the owner is in, the default team first; for an owner in none it is the default team."""
    default = book.teams.get(book.default) if book.default else None
    teams = sorted(book.teams.values(), key=lambda team: (team is not default, team.name))
    theirs = (team for team in teams if any(member.identifier == owner for member in team.members))
    return next(theirs, default)


def because(owner: str, choice: Choice) -> str:
    """English, like all that the log keeps."""
    return f"{owner or 'The owner'} left it unanswered. {why(choice)}."


def tell(notice: Notice, event: NoticeEvent, recipient: str | None) -> None:
    """Once for each wait and step."""
    if recipient is None:
        return
    told = Notice.objects.filter(about=notice.about, event=event, step=notice.step)
    if told.filter(recipient__identifier=recipient).exists():
        return
    Notice.objects.create(
        recipient_id=recipient,
        lead_id=notice.lead_id,
        event=event,
        about=notice.about,
        step=notice.step,
        facts=notice.facts,
        created_at=notice.created_at,
        deliver_at=notice.deliver_at,
    )
