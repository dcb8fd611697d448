"""The tabs of the list: each is a name, a label and a word of the queryset."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from activity.models import Activity
from assignments.clocks.models import LeadClock
from assignments.models import Assignment
from leads.models import Lead
from leads.querysets import LeadQuerySet
from leads.shop_days import begin_of, day_of, end_of
from leadsite.accounts.models import User


@dataclass(frozen=True)
class Reader:
    """Who looks at the list, and when."""

    user: User
    now: datetime


@dataclass(frozen=True)
class SavedView:
    name: str
    label: Any  # lazy text
    word: Callable[[LeadQuerySet, Reader], LeadQuerySet]
    tally: Callable[[Reader, int], QuerySet[Any, Any]] | None = None  # where it is quicker than its leads
    seen: Callable[[LeadQuerySet, Reader], LeadQuerySet] | None = None  # the word, asked of lead after lead

    def leads(self, leads: LeadQuerySet, reader: Reader) -> LeadQuerySet:
        """Those of `leads` that belong here and that the reader may see."""
        return self.word(leads.visible_to(reader.user), reader)

    def met(self, leads: LeadQuerySet, reader: Reader) -> LeadQuerySet:
        """The same, met on a walk along `leads`: as they are where an index has the view in order."""
        return (self.seen or self.word)(leads.visible_to(reader.user), reader)

    def first(self, reader: Reader, most: int) -> QuerySet[Any, Any]:
        """As many rows as leads belong here, but no more than `most`: for counting them."""
        if self.tally:
            return self.tally(reader, most)
        return self.leads(Lead.objects.all(), reader).order_by().values("pk")[:most]


def late_answers(by: Reader, at: datetime, most: int) -> QuerySet[Any, Any]:
    """Leads whose customer's deadline or owner's has passed then: of each a lead has one at most.

    Suspects have no clocks. Nothing comes twice, so that nothing must be sorted: the first may be enough.
    """
    waits = LeadClock.objects.visible_to(by.user).late(at).order_by().values("lead")[:most]
    late = LeadClock.objects.late(at).filter(lead=OuterRef("lead"))
    owed = Assignment.objects.visible_to(by.user).counted().pressing(at).filter(~Exists(late))
    return waits.union(owed.order_by().values("lead")[:most], all=True)[:most]


def due_today(by: Reader, most: int) -> QuerySet[Any, Any]:
    tonight = end_of(day_of(by.now))
    late = LeadClock.objects.late(tonight).filter(lead=OuterRef("lead"))
    owed = Assignment.objects.pressing(tonight).filter(lead=OuterRef("lead"))
    due = Activity.objects.visible_to(by.user).counted().pending_follow_ups().due_before(tonight)
    follow_ups = due.filter(~Exists(late), ~Exists(owed)).order_by().values("lead").distinct()[:most]
    return late_answers(by, tonight, most).union(follow_ups, all=True)[:most]


ALL = SavedView("all", _("All"), lambda leads, by: leads.genuine())
COVERING = SavedView(
    "covering", _("Covering"), lambda leads, by: leads.genuine().covered_by(by.user, at=by.now)
)
SUSPECTS = SavedView("suspects", _("Suspects"), lambda leads, by: leads.suspect().open())
# Behind the figure of the same name, which knows owners' deadlines only: no tab until it is asked for.
LATE_ANSWERS = SavedView(
    "late-answers", _("Late answers"), lambda leads, by: leads.genuine().late_answers(at=by.now)
)
VIEWS = (
    ALL,
    SavedView("mine", _("Mine"), lambda leads, by: leads.genuine().mine(by.user)),
    COVERING,
    SavedView("unassigned", _("Unassigned"), lambda leads, by: leads.genuine().unassigned()),
    SavedView(
        "overdue",
        _("Overdue"),
        lambda leads, by: leads.genuine().overdue(at=by.now),
        lambda by, most: late_answers(by, by.now, most),
        lambda leads, by: leads.genuine().seen_overdue(at=by.now),
    ),
    SavedView(
        "due-today",
        _("Due today"),
        lambda leads, by: leads.genuine().due_by(end_of(day_of(by.now))),
        due_today,
        lambda leads, by: leads.genuine().seen_due_by(end_of(day_of(by.now))),
    ),
    SavedView(
        "new-today", _("New today"), lambda leads, by: leads.genuine().new_since(begin_of(day_of(by.now)))
    ),
    SUSPECTS,
)


def named(name: str) -> SavedView | None:
    return next((view for view in (*VIEWS, LATE_ANSWERS) if view.name == name), None)
