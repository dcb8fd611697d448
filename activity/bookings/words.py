"""What customers read about a visit, in their language and by the clocks of the place."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.core import Locale
from babel.dates import format_date, format_time, get_timezone_name
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from activity.bookings.visit import Times, Visit
from leads.quoting import whatsapp
from leads.quoting.money import locale_for

DEFAULT = "en"
LONGEST = 120  # of a name and of a place, in a message


def spoken(language: str) -> str:
    """One of the languages that the customer's pages speak."""
    return language if language in dict(settings.LANGUAGES) else DEFAULT


def when(times: Times, language: str) -> str:
    """Tuesday, 2 December 2098, 10:00 am – 11:00 am (India Time)."""
    locale = locale_for(spoken(language), settings.CURRENCY)
    begins, ends = times.begins, times.ends
    zone = zone_name(times.zone, locale)
    first = f"{day(begins, locale)}, {format_time(begins, 'short', locale=locale)}"
    last = format_time(ends, "short", locale=locale)
    if begins.date() != ends.date():
        last = f"{day(ends, locale)}, {last}"
    return f"{first} – {last} ({zone})"


def zone_name(zone: ZoneInfo, locale: Locale) -> str:
    """As people of that place call it; Babel knows no name for zones that lie nowhere, such as UTC."""
    lies_somewhere = "/" in zone.key and not zone.key.startswith("Etc/")
    return get_timezone_name(zone, locale=locale) if lies_somewhere else zone.key


def day(moment: datetime, locale: Locale) -> str:
    return format_date(moment, "full", locale=locale)


def summary(staff: str, language: str) -> str:
    """What a calendar calls it."""
    names = {"staff": staff, "business": settings.BUSINESS_NAME}
    with translation.override(spoken(language)):
        said = gettext("Visit: %(staff)s, %(business)s") if staff else gettext("Visit: %(business)s")
    return said % names


@dataclass(frozen=True)
class Letter:
    """Everything that a message about a visit needs to say."""

    visit: Visit
    customer: str
    staff: str
    address: str
    language: str

    def invitation(self) -> str:
        with translation.override(spoken(self.language)):
            return self.text(
                gettext("%(business)s proposes a visit:"),
                gettext("Please say whether it suits you: %(address)s"),
            )

    def reminder(self) -> str:
        with translation.override(spoken(self.language)):
            return self.text(
                gettext("%(business)s looks forward to the visit:"),
                gettext("If you cannot make it, please say so: %(address)s"),
            )

    def called_off(self) -> str:
        with translation.override(spoken(self.language)):
            return self.text(
                gettext("%(business)s has to call off the visit:"),
                gettext("We are sorry. We will find another time with you: %(address)s"),
            )

    def subject(self) -> str:
        with translation.override(spoken(self.language)):
            said = gettext("Your visit on %(day)s")
        return said % {"day": day(self.visit.times.begins, locale_for(self.language, settings.CURRENCY))}

    def text(self, first: str, last: str) -> str:
        """Plain lines: they go into an SMS, a chat and an e-mail alike."""
        greeting = gettext("Hello %(customer)s,") % {"customer": whatsapp.clean(self.customer, LONGEST)}
        facts = [when(self.visit.times, self.language), whatsapp.clean(self.visit.place, LONGEST), self.staff]
        said = [
            first % {"business": settings.BUSINESS_NAME},
            *filter(None, facts),
            last % {"address": self.address},
        ]
        return "\n".join([greeting, *said])
