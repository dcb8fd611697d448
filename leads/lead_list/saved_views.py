"""The tabs of the list: each is a name, a label and a word of the queryset."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

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

    def leads(self, leads: LeadQuerySet, reader: Reader) -> LeadQuerySet:
        """Those of `leads` that belong here and that the reader may see."""
        return self.word(leads.visible_to(reader.user), reader)


ALL = SavedView("all", _("All"), lambda leads, by: leads.genuine())
SUSPECTS = SavedView("suspects", _("Suspects"), lambda leads, by: leads.suspect().open())
VIEWS = (
    ALL,
    SavedView("mine", _("Mine"), lambda leads, by: leads.genuine().mine(by.user)),
    SavedView("unassigned", _("Unassigned"), lambda leads, by: leads.genuine().unassigned()),
    SavedView("overdue", _("Overdue"), lambda leads, by: leads.genuine().overdue(at=by.now)),
    SavedView("due-today", _("Due today"), lambda leads, by: leads.genuine().due_by(end_of(day_of(by.now)))),
    SavedView(
        "new-today", _("New today"), lambda leads, by: leads.genuine().new_since(begin_of(day_of(by.now)))
    ),
    SUSPECTS,
)


def named(name: str) -> SavedView | None:
    return next((view for view in VIEWS if view.name == name), None)
