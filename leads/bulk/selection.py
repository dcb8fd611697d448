"""Which leads a colleague means: the boxes they ticked, or all that their list matches."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone

from leads.lead_list.overview import overview
from leads.lead_list.page import Asked
from leads.lead_list.saved_views import SUSPECTS, Reader
from leads.models import Lead
from leads.querysets import LeadQuerySet
from leadsite.accounts.models import User

MOST = 10_000


class CannotSelect(Exception):
    """Codes: nothing, too_many, unreadable (a filter of the list), suspects, too_slow."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Selection:
    """Ids as the boxes gave them; or, with `everything`, the query of the list."""

    chosen: tuple[UUID, ...]
    everything: bool
    query: str

    @classmethod
    def read(cls, posted: QueryDict) -> "Selection":
        ids = (as_id(text) for text in posted.getlist("chosen"))
        everything = posted.get("everything") == "yes"
        return cls(tuple(filter(None, ids)), everything, posted.get("query", ""))

    def leads(self, user: User) -> LeadQuerySet:
        """Raises CannotSelect for a list that cannot be read as it stands."""
        if not self.everything:
            return workable(user).filter(pk__in=self.chosen)
        reader = Reader(user, timezone.now())
        asked = Asked.read(QueryDict(self.query), overview(reader, counted=()))
        if asked.view is SUSPECTS:
            raise CannotSelect("suspects")
        if asked.problems or not asked.filters.is_valid() or (asked.search and asked.search.too_short):
            raise CannotSelect("unreadable")
        return asked.leads(reader)

    def standing(self, user: User) -> Mapping[UUID, str]:
        """The leads that are meant, each with the status that it has now. Raises CannotSelect."""
        rows = self.leads(user).order_by().values_list("pk", "status")
        found = dict(rows[: MOST + 1])
        if not found:
            raise CannotSelect("nothing")
        if len(found) > MOST:
            raise CannotSelect("too_many")
        return found


def workable(user: User) -> LeadQuerySet:
    """What may be moved by a colleague who may work leads: suspects are cleared or discarded instead."""
    return Lead.objects.visible_to(user).genuine()


def as_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
