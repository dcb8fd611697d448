"""The waits of a period, each with who answered it and how much working time that took."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from activity.contacts import ANSWER
from activity.models import Activity
from assignments.calendars import book
from assignments.clocks.models import LeadClock
from assignments.report.summary import Verdict, Waited
from assignments.teams.models import TeamMember
from assignments.working_time import Pause, elapsed
from leads.shop_days import begin_of, day_of
from leadsite.accounts.models import User

MINUTE = timedelta(minutes=1)
TIMES = ("started_at", "deadline", "answered_at", "stopped_at", "missed_at")
COLUMNS = ("lead_id", *TIMES, "calendar_version_id", "who")


@dataclass(frozen=True)
class Weeks:
    """So many weeks, the one of `now` the last of them; Mondays at the shop."""

    many: int
    now: datetime

    @property
    def last(self) -> date:
        return monday(self.now)

    @property
    def mondays(self) -> list[date]:
        return [self.last - timedelta(weeks=back) for back in reversed(range(self.many))]

    @property
    def begins(self) -> datetime:
        return begin_of(self.mondays[0])


def monday(moment: datetime) -> date:
    day = day_of(moment)
    return day - timedelta(days=day.weekday())


def waited(weeks: Weeks, clock: str, reader: AbstractBaseUser | AnonymousUser | None = None) -> list[Waited]:
    """`reader` sees their leads only (SALES_SEE); None, as a command, sees all. Four queries."""
    clocks: Any = LeadClock.objects.all() if reader is None else LeadClock.objects.visible_to(reader)
    asked = clocks.filter(clock=clock, started_at__gte=weeks.begins, started_at__lte=weeks.now)
    pauses = pauses_of(asked)
    names = dict(User.objects.values_list("identifier", "name"))
    teams = {user: row.team.name for user, row in TeamMember.objects.first_teams().items()}
    return [
        row(found, names, teams, pauses.get(found[0], []), weeks.now)
        for found in asked.annotate(who=answered_by())
        .order_by("started_at")
        .values_list(*COLUMNS)
        .iterator(5_000)
    ]


def answered_by() -> Coalesce:
    """Whoever spoke with the customer; of what is not answered, whose lead it is."""
    answers = Activity.objects.filter(ANSWER, lead=OuterRef("lead"), created_at=OuterRef("answered_at"))
    return Coalesce(Subquery(answers.values("actor_id")[:1]), "lead__owner_id")


def pauses_of(clocks: "QuerySet[LeadClock]") -> Mapping[UUID, list[Pause]]:
    found: dict[UUID, list[Pause]] = defaultdict(list)
    waits = Activity.objects.filter(type="waiting", lead__in=clocks.values("lead"))
    for lead, status, begin, end in waits.values_list("lead_id", "status", "created_at", "updated_at"):
        found[lead].append(Pause(begin, None if status == "pending" else end))
    return found


def row(
    found: tuple[Any, ...],
    names: Mapping[str, str],
    teams: Mapping[str, str],
    pauses: list[Pause],
    now: datetime,
) -> Waited:
    _, started_at, deadline, answered_at, stopped_at, missed_at, version, who = found
    return Waited(
        person=names.get(who or "", who or ""),
        team=teams.get(who or "", ""),
        week=monday(started_at),
        verdict=verdict(deadline, answered_at, stopped_at, missed_at, now),
        minutes=None if answered_at is None else minutes(version, started_at, answered_at, pauses),
    )


def verdict(
    deadline: datetime | None,
    answered_at: datetime | None,
    stopped_at: datetime | None,
    missed_at: datetime | None,
    now: datetime,
) -> Verdict:
    """As it stands; a miss that the sweep has not come to yet is one."""
    end = answered_at or stopped_at or now
    if missed_at is not None or (deadline is not None and deadline < end):
        return Verdict.LATE if answered_at else Verdict.MISSED
    if answered_at is not None:
        return Verdict.MET
    return Verdict.CLOSED if stopped_at else Verdict.RUNNING


def minutes(version: UUID | None, begin: datetime, end: datetime, pauses: list[Pause]) -> int:
    """Of an answer that no calendar has judged, every minute counts."""
    took = elapsed(book.compiled(version), begin, end, pauses) if version else max(end - begin, timedelta(0))
    return -(-took // MINUTE)


def lines(rows: list[Waited]) -> Iterator[tuple[str, str, date, list[Waited]]]:
    """Person by person and week by week, in order: what the CSV has."""
    groups: dict[tuple[str, str, date], list[Waited]] = defaultdict(list)
    for one in rows:
        groups[one.team, one.person, one.week].append(one)
    for (team, person, week), found in sorted(groups.items()):
        yield team, person, week, found
