"""The shop's own closures, a row each: days, hours of these days, a name. A row left empty is none."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assignments.calendars.closure_rows import Row, rows
from assignments.calendars.drafts import Closure, Hours
from assignments.calendars.hours_field import HoursField
from leads.forms import PlainText

EMPTY_ROWS, MOST_ROWS, MOST_DAYS = 3, 300, 366
FARTHEST_YEARS = 20
PREFIX = "closures"
NUMBER = re.compile(rf"{PREFIX}-(\d{{1,4}})-(?:first|last|hours|name)\Z", re.ASCII)
DATE = {"invalid": _("Enter a day, such as 2026-12-24.")}

if TYPE_CHECKING:
    FormSet = forms.BaseFormSet["ClosureForm"]
else:
    FormSet = forms.BaseFormSet


def day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=DATE,
    )


class ClosureForm(forms.Form):
    first = day(_("First day"))
    last = day(_("Last day"))
    hours = HoursField(label=_("Hours"))
    name = PlainText(max_length=100, label=_("What for"))

    def __init__(self, *arguments: Any, today: date, **options: Any) -> None:
        self.today = today
        super().__init__(*arguments, **{**options, "label_suffix": ""})
        self.fields["hours"].widget.attrs["placeholder"] = _("all day")

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        first, last = cleaned.get("first"), cleaned.get("last")
        if self.errors or not any(cleaned.values()):
            return cleaned
        if first is None:
            self.add_error("first", _("Choose the first day."))
        elif last and last < first:
            self.add_error("last", _("This is before the first day."))
        elif last and (last - first).days >= MOST_DAYS:
            self.add_error("last", _("A closure is no longer than a year."))
        elif abs(first.year - self.today.year) > FARTHEST_YEARS:
            self.add_error("first", _("This is more than twenty years away. Check the year."))
        return cleaned

    def row(self) -> Row | None:
        cleaned = self.cleaned_data
        if not cleaned.get("first"):
            return None
        return Row(cleaned["first"], cleaned["last"] or cleaned["first"], cleaned["hours"], cleaned["name"])

    @property
    def is_past(self) -> bool:
        """Of those shown first: over, and kept for what was promised then."""
        last = self.initial.get("last") or self.initial.get("first")
        return isinstance(last, date) and last < self.today - timedelta(days=1)


class ClosureRows(FormSet):
    def closures(self) -> Iterator[Closure]:
        found = [row for row in (form.row() for form in self.forms) if row]
        yield from sorted({closure for row in found for closure in row.closures()})

    @property
    def past(self) -> list[ClosureForm]:
        return [form for form in self.forms if form.is_past]

    @property
    def coming(self) -> list[ClosureForm]:
        return [form for form in self.forms if not form.is_past]


def closure_rows(data: Any, hours: Hours, today: date) -> ClosureRows:
    """The rows of these hours, or those that were sent, and a few empty ones."""
    made: Any = forms.formset_factory(
        ClosureForm, formset=ClosureRows, extra=EMPTY_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS
    )
    found = [row.initial() for row in rows(hours.closures)]
    sent = None if data is None else {**data.dict(), **counted(data)}
    rows_of_form: ClosureRows = made(sent, initial=found, prefix=PREFIX, form_kwargs={"today": today})
    return rows_of_form


def counted(data: Any) -> dict[str, int]:
    """How many rows there are: those with something in them, and a few more to go on."""
    filled = [
        int(found[1]) for name, value in data.items() if value.strip() and (found := NUMBER.match(name))
    ]
    return {
        f"{PREFIX}-TOTAL_FORMS": min(max(filled, default=-1) + 1 + EMPTY_ROWS, MOST_ROWS),
        f"{PREFIX}-INITIAL_FORMS": 0,
    }
