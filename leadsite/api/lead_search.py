"""The list of leads as the API asks for it: the same views, filters and search as the back office's list."""

from datetime import date
from enum import StrEnum
from functools import partial
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import Field

from leads import search
from leads.lead_list import browsing, saved_views, searching
from leads.lead_list.filters import FIRST_YEAR, LAST_YEAR
from leads.lead_list.keyset import Page, Place
from leads.lead_list.page import SEARCH_MILLISECONDS
from leads.lead_list.saved_views import Reader
from leads.lead_list.time_limit import TookTooLong, time_limit
from leads.models import Lead
from leads.querysets import LeadQuerySet
from leads.shop_days import begin_of, end_of
from leads.statuses import LeadStatus
from leadsite.api.fields import STORABLE, Filters
from leadsite.api.problems import Problem

View = StrEnum("View", {view.name.replace("-", "_").upper(): view.name for view in saved_views.VIEWS})  # type: ignore[misc]  # the views are a table
Day = Annotated[date, Field(ge=date(FIRST_YEAR, 1, 1), le=date(LAST_YEAR, 12, 31))]
Short = Annotated[str, Field(max_length=255, pattern=STORABLE)]


class LeadQuery(Filters):
    view: View = Field(View("all"), description="A tab of the back office's list")
    status: LeadStatus | None = None
    owner: Short | None = Field(None, description="A colleague's identifier")
    source: Short | None = None
    category: Short | None = Field(None, description="Of a product that was asked for")
    asked_from: Day | None = None
    asked_until: Day | None = Field(None, description="This day included")
    q: Annotated[str, Field(max_length=search.LONGEST, pattern=STORABLE)] | None = Field(
        None, description="Name, e-mail, phone, company or folio; three characters at least"
    )
    after: Short | None = Field(None, description="`next` of the page before")


def found(asked: LeadQuery, reader: Reader) -> Page:
    """The page of leads. Raises Problem 422 for a place or a search that cannot be understood."""
    place = Place.read({"after": asked.after})
    if place.malformed:
        detail = _("This is not the `next` of a page of leads.")
        raise Problem(422, "invalid", detail, fields={"query.after": detail})
    view = saved_views.named(asked.view.value) or saved_views.ALL
    if asked.q and asked.q.strip():
        return searched(narrowed(view.leads(Lead.objects.all(), reader), asked), asked.q, place)
    return browsing.page(view, reader, place, shape=partial(narrowed, asked=asked), many=True)


def narrowed(leads: LeadQuerySet, asked: LeadQuery) -> LeadQuerySet:
    plain = {"status": asked.status, "owner": asked.owner, "source": asked.source}
    leads = leads.filter(**{name: value for name, value in plain.items() if value})
    if asked.category:
        leads = leads.asking_for(asked.category)
    if asked.asked_from:
        leads = leads.new_since(begin_of(asked.asked_from))
    if asked.asked_until:
        leads = leads.new_before(end_of(asked.asked_until))
    return leads.defer("search_text", "quote_data")


def searched(leads: LeadQuerySet, text: str, place: Place) -> Page:
    sought = search.read(text)
    if sought.too_short:
        detail = _("Type three letters or digits in a row, or a whole e-mail address.")
        raise Problem(422, "too_short", detail, fields={"query.q": detail})
    try:
        with time_limit(SEARCH_MILLISECONDS):
            return searching.page(leads, sought.understood(leads), place)
    except TookTooLong:
        detail = _("This search takes too long: add a word, or narrow it by a filter.")
        raise Problem(422, "too_slow", detail, fields={"query.q": detail}) from None
