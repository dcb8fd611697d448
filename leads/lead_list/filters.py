"""What narrows a view: read from the address, and what cannot be read is said beside its field."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from leads.lead_list.overview import Overview
from leads.querysets import LeadQuerySet
from leads.shop_days import begin_of, end_of
from leads.statuses import LeadStatus

FIRST_YEAR, LAST_YEAR = 2000, 2199  # a date beyond them is a slip of the keys, and some are no moments at all
EXISTING = {"invalid_choice": _("There is no such choice any more: showing all.")}
A_DATE = {"invalid": _("A date, such as 2026-11-21.")}


class Day(forms.DateField):
    def __init__(self, label: Any) -> None:
        super().__init__(
            required=False,
            label=label,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d"],
            error_messages=A_DATE,
        )

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(A_DATE["invalid"])
        return day


class Filters(forms.Form):
    """Each field is optional; a wrong one filters nothing and says so."""

    use_required_attribute = False

    status = forms.ChoiceField(required=False, label=_("Status"), error_messages=EXISTING)
    owner = forms.ChoiceField(required=False, label=_("Owner"), error_messages=EXISTING)
    source = forms.ChoiceField(required=False, label=_("Source"), error_messages=EXISTING)
    category = forms.ChoiceField(required=False, label=_("Category"), error_messages=EXISTING)

    def __init__(self, query: QueryDict, choices: Overview) -> None:
        super().__init__({name: str(value).replace("\x00", "") for name, value in query.items()})
        self.offer("status", LeadStatus.choices)
        self.offer("owner", choices.owners)
        self.offer("source", ((name, readable(name)) for name in choices.sources))
        self.offer("category", ((name, name) for name in choices.categories))
        self.fields["from"] = Day(_("Asked from"))
        self.fields["to"] = Day(_("Asked until"))

    def offer(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above; for the type checker
        field.choices = [("", _("Any")), *choices]

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if first and last and last < first:
            self.add_error("to", _("This is before the first day."))
        return self.cleaned_data

    def narrow(self, leads: LeadQuerySet) -> LeadQuerySet:
        """Those of `leads` that fit every filter that could be read."""
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        plain = {name: chosen[name] for name in ("status", "owner", "source") if name in chosen}
        leads = leads.filter(**plain)
        if "category" in chosen:
            leads = leads.asking_for(chosen["category"])
        if "from" in chosen:
            leads = leads.new_since(begin_of(chosen["from"]))
        if "to" in chosen:
            leads = leads.new_before(end_of(chosen["to"]))
        return leads

    @property
    def active(self) -> bool:
        return any(self.data.get(name) for name in self.fields)


def readable(source: str) -> str:
    """website_form is "website form"."""
    return source.replace("_", " ") or "–"
