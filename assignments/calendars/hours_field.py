"""A field for the working hours of a day."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assignments.calendars import hours_text
from assignments.calendars.hours_text import Unreadable, Window
from leads.forms import PlainText

LONGEST = 200
WRONG = {
    "no_hours": _("“%(part)s” are no hours. Write them like 9-18 or 09:00-13:00, 14:00-18:00."),
    "no_time": _("There is no such time in “%(part)s”. The day has 24 hours of 60 minutes."),
    "empty": _("“%(part)s” begins and ends at the same time. The whole day is “24 h”."),
    "overlap": _("“%(part)s” begins before the hours in front of it end."),
}


class HoursField(PlainText):
    """Windows in, text shown, windows out."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"placeholder": _("closed"), "autocomplete": "off"})
        super().__init__(max_length=LONGEST, widget=widget, **options)

    def prepare_value(self, value: str | Sequence[Window] | None) -> str:
        return value if isinstance(value, str) else hours_text.written(value or ())

    def clean(self, value: Any) -> Any:
        try:
            return hours_text.read(super().clean(value))
        except Unreadable as error:
            raise forms.ValidationError(WRONG[error.code] % {"part": error.part}) from None
