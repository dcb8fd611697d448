"""The form of a calendar: one field a day, rows of closures, holidays by country. Nothing here saves."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from assignments.calendars import public_holidays, weekdays
from assignments.calendars.closure_form import closure_rows
from assignments.calendars.drafts import Hours
from assignments.calendars.hours_field import HoursField
from assignments.version_form import VersionForm

DAYS = range(7)
LISTED_DAYS = 730  # a holiday that does not come within two years is not offered
SOME = {"required": _("Choose one of the list."), "invalid_choice": _("Choose one of the list.")}
ELSEWHERE = ("Etc/", "posix/", "right/", "SystemV/", "US/")


def zones() -> list[str]:
    """Those that are named for a place, and UTC."""
    return [
        "UTC",
        *sorted(name for name in available_timezones() if "/" in name and not name.startswith(ELSEWHERE)),
    ]


def place(country: str, region: str) -> str:
    """Whose holidays a page listed."""
    return f"{country}-{region}"


class CalendarForm(VersionForm):
    """Holidays are offered of the country chosen here; all are closed until somebody says otherwise."""

    zone = forms.ChoiceField(label=_("Time zone"), error_messages=SOME)
    country = forms.ChoiceField(label=_("Public holidays of"), required=False, error_messages=SOME)
    region = forms.ChoiceField(label=_("State or region"), required=False, error_messages=SOME)
    closed_on = forms.MultipleChoiceField(
        label=_("Closed on"), required=False, widget=forms.CheckboxSelectMultiple, error_messages=SOME
    )
    listed = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, hours: Hours, name: str, version: int, today: date) -> None:
        """`hours` are those published as number `version`; 0 for a calendar that is about to be made."""
        self.before, self.today, self.number = hours, today, version
        self.relisted = False
        super().__init__(self.with_holidays_of_its_country(data), initial=self.first(name), label_suffix="")
        for day in DAYS:
            self.fields[f"day_{day}"] = HoursField(label=weekdays.name(day), initial=hours.week[day])
        self.offer("zone", [(zone, zone) for zone in dict.fromkeys([hours.zone, *zones()])])
        self.offer("country", [("", _("No public holidays")), *public_holidays.countries()])
        self.offer("region", [("", _("The whole country")), *regions(self.chosen[0])])
        self.offer("closed_on", list(self.holidays()))
        self.ask(version=version)
        self.closures: Any = closure_rows(data, hours, today)

    def first(self, name: str) -> dict[str, Any]:
        return {
            "name": name,
            "zone": self.before.zone,
            "country": self.before.country,
            "region": self.before.region,
            "closed_on": [name for name, _label in self.holidays() if name not in self.before.open_on],
            "version": self.number,
            "listed": place(*self.chosen),
        }

    def offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # known to fields with choices alone

    def with_holidays_of_its_country(self, data: Any) -> Any:
        """What was sent; with all holidays of a country chosen on a page that had listed another's."""
        self.chosen = (self.before.country, self.before.region)
        if data is None:
            return None
        country, region = data.get("country", ""), data.get("region", "")
        if not public_holidays.known(country, region):
            region = ""
        self.chosen = (country, region) if public_holidays.known(country) else ("", "")
        self.relisted = data.get("listed") != place(*self.chosen)
        if not self.relisted:
            return data
        data = data.copy()
        data["listed"], data["region"] = place(*self.chosen), self.chosen[1]
        data.setlist("closed_on", [name for name, _label in self.holidays()])
        return data

    def holidays(self) -> Iterator[tuple[str, str]]:
        """Name, and name with the day on which it comes next; in the order of the year to come."""
        last = self.today + timedelta(days=LISTED_DAYS)
        seen: set[str] = set()
        for day, together in public_holidays.written_out(*self.chosen, range(self.today.year, last.year + 1)):
            for name in public_holidays.names(together) if self.today <= day <= last else ():
                if name not in seen:
                    seen.add(name)
                    yield name, f"{name} · {day:%-d %b %Y}"

    @property
    def days(self) -> list[forms.BoundField]:
        return [self[f"day_{day}"] for day in DAYS]

    @cached_property
    def sound(self) -> bool:
        """Whether form and rows can be read, all of them looked at."""
        return all([self.is_valid(), self.closures.is_valid()])

    def hours(self) -> Hours:
        """What was typed; of holidays that the page did not list stays what was decided before."""
        cleaned = self.cleaned_data
        listed = {name for name, _label in self.holidays()}
        kept = set(self.before.open_on) - listed if not self.relisted else set()
        return Hours(
            cleaned["zone"],
            tuple(cleaned[f"day_{day}"] for day in DAYS),
            tuple(self.closures.closures()),
            *self.chosen,
            tuple(sorted(kept | (listed - set(cleaned["closed_on"])))),
        )


def regions(country: str) -> tuple[tuple[str, str], ...]:
    return public_holidays.regions(country) if country else ()
