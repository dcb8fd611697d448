"""Whether we may write in our own words: WhatsApp allows it for a day after the customer last wrote."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from activity.models import Activity
from leads.exceptions import Refused
from leads.models import Lead

HOURS = timedelta(hours=24)
HEARD = {"direction": "in", "provider": "meta"}


@dataclass(frozen=True)
class Window:
    """`number` is where an answer goes, "" where nobody knows one; `last` when that number wrote to us."""

    number: str
    last: datetime | None

    @property
    def closes(self) -> datetime | None:
        return self.last + HOURS if self.last else None

    def is_open(self, now: datetime) -> bool:
        return self.closes is not None and now < self.closes


def of(lead: Lead) -> Window:
    """The number that last wrote about this lead, else the lead's own; it may have written about another."""
    rows = Activity.objects.of_types(["whatsapp"]).order_by("-created_at", "-id")
    newest = rows.filter(lead=lead.pk, metadata__contains=HEARD).values_list("metadata", flat=True).first()
    number = (newest or {}).get("from") or lead.phone or ""
    if not number:
        return Window("", None)
    wrote = rows.filter(metadata__contains={**HEARD, "from": number})
    return Window(number, wrote.values_list("created_at", flat=True).first())


def check(lead: Lead, now: datetime) -> None:
    """Raises Refused("window_closed") where words of our own would be refused."""
    seen = of(lead)
    if seen.number and not seen.is_open(now):
        raise Refused("window_closed")
