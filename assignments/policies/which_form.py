"""The form that asks which policy a lead would get."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assignments.calendars.models import Calendar
from assignments.policies.form import Suggesting
from assignments.policies.names import PRIORITY_NAMES

LISTED = {"invalid_choice": _("Choose one of the list.")}
DATE = {"invalid": _("Enter a date and a time, such as 2026-12-01 10:00.")}


class WhichForm(forms.Form):
    """Asked by GET, so that an answer can be kept as a link."""

    use_required_attribute = False

    source = Suggesting(suggestions="sources", label=_("Source of the lead"))
    category = Suggesting(suggestions="categories", label=_("Category of a product asked for"))
    priority = forms.ChoiceField(
        label=_("Priority"),
        required=False,
        choices=tuple(PRIORITY_NAMES.items()),
        error_messages=LISTED,
    )
    arrives = forms.DateTimeField(
        label=_("Arrives"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages=DATE,
    )
    calendar = forms.ChoiceField(label=_("Working calendar"), required=False, error_messages=LISTED)

    def __init__(self, data: Any, *, calendar: Calendar | None, now: datetime) -> None:
        first = {"priority": "medium", "calendar": str(calendar.pk) if calendar else "", "arrives": now}
        super().__init__(data or None, initial=first, label_suffix="")
        self.calendars = {str(one.pk): one for one in Calendar.objects.order_by("name")}
        choices = [(key, one.name) for key, one in self.calendars.items()]
        self.fields["calendar"].choices = choices  # type: ignore[attr-defined]  # known to ChoiceField alone
        for name in ("source", "category"):
            self.fields[name].widget.attrs["placeholder"] = ""

    def clean_calendar(self) -> Calendar | None:
        return self.calendars.get(self.cleaned_data["calendar"])

    def clean_arrives(self) -> datetime:
        arrives: datetime = self.cleaned_data["arrives"] or self.initial["arrives"]
        if abs(arrives.year - self.initial["arrives"].year) > 50:
            raise forms.ValidationError(_("This is more than fifty years away. Check the year."))
        return arrives
