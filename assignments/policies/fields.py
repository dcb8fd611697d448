"""Fields for lengths of working time, and for shares of a target."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assignments.policies import minutes_text
from assignments.policies.minutes_text import Unreadable
from leads.forms import PlainText

LONGEST = 60
MOST_SHARE, MOST_STEPS = 10_000, 6
WRONG = {
    "no_length": _("Write a length of working time like 30 min, 4 h or 1 h 30 min."),
    "too_little": _("The shortest time is one minute, and there are whole minutes only."),
    "too_much": _("This is more than anybody waits. Check it."),
}


class MinutesField(PlainText):
    """Minutes in, text shown, minutes or None out."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"placeholder": _("none"), "autocomplete": "off"})
        super().__init__(max_length=LONGEST, widget=widget, **options)

    def prepare_value(self, value: Any) -> str:
        return value if isinstance(value, str) else minutes_text.written(value)

    def clean(self, value: Any) -> Any:
        try:
            return minutes_text.read(super().clean(value))
        except Unreadable as error:
            raise forms.ValidationError(WRONG[error.code]) from None


class SharesField(PlainText):
    """Percentages in, "100, 200" shown, a tuple out."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(
            attrs={"placeholder": _("never"), "autocomplete": "off", "inputmode": "numeric"}
        )
        super().__init__(max_length=LONGEST, widget=widget, **options)

    def prepare_value(self, value: str | Sequence[int] | None) -> str:
        return value if isinstance(value, str) else ", ".join(str(share) for share in value or ())

    def clean(self, value: Any) -> Any:
        parts = [part.strip(" %\u00a0") for part in super().clean(value).split(",") if part.strip()]
        if not all(part.isascii() and part.isdigit() and 0 < int(part) <= MOST_SHARE for part in parts):
            raise forms.ValidationError(_("Write percentages from 1 to 10000, such as 100 or 100, 200."))
        if len(parts) > MOST_STEPS:
            raise forms.ValidationError(_("Six times are enough."))
        return tuple(sorted({int(part) for part in parts}))
