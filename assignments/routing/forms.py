"""What staff type about routing rules, and about a lead to try them with. Nothing here saves."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from assignments.routing.rules import LeadFacts
from assignments.teams.forms import LocalMoment
from assignments.teams.models import RoutingRule

PLACES = _("One or more places, parted by commas. Found as whole words, in any case.")
LANGUAGES = [("", _("Any")), *settings.LANGUAGES]


class Suggesting(forms.TextInput):
    """A field in which anything may be typed, and what there is already is offered."""

    suggestions: Iterable[str] = ()

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        key = f"{(attrs or {}).get('id', name)}_offered"
        field = super().render(name, value, {**(attrs or {}), "list": key}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((one,) for one in self.suggestions))
        return format_html('{}<datalist id="{}">{}</datalist>', field, key, options)


class RuleForm(forms.ModelForm):  # type: ignore[type-arg]  # generic to the type checker alone
    language = forms.ChoiceField(
        label=_("language"),
        choices=LANGUAGES,
        required=False,
        help_text=_("In which the form was read."),
    )

    class Meta:
        model = RoutingRule
        fields = (
            "name", "team", "position", "is_active", "category", "location", "language", "source",
            "value_from", "value_below",
        )  # fmt: skip
        widgets = {"category": Suggesting, "source": Suggesting}
        help_texts = {"location": PLACES, "position": _("Lower ones are tried first.")}

    def clean(self) -> dict[str, Any]:
        least, most = self.cleaned_data.get("value_from"), self.cleaned_data.get("value_below")
        if least is not None and most is not None and most <= least:
            self.add_error("value_below", _("This is not above the lower limit: no quote would fit."))
        return self.cleaned_data


class DryRunForm(forms.Form):
    """A lead that might come. An empty field is unknown."""

    use_required_attribute = False

    category = forms.CharField(label=_("Category"), required=False, max_length=100, widget=Suggesting)
    location = forms.CharField(label=_("Place"), required=False, max_length=255)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)
    source = forms.CharField(label=_("Source"), required=False, max_length=100, widget=Suggesting)
    value = forms.DecimalField(
        label=_("Value of the quote"),
        required=False,
        min_value=Decimal(0),
        max_digits=14,
        decimal_places=2,
        error_messages={"invalid": _("Enter a number, such as 50000.")},
    )
    arrives = LocalMoment(label=_("Arrives"), required=False, help_text=_("Empty: now."))

    def facts(self) -> LeadFacts:
        told = self.cleaned_data
        return LeadFacts(
            categories=(told["category"],) if told["category"] else (),
            location=told["location"],
            language=told["language"],
            source=told["source"],
            value=told["value"],
        )

    def arrival(self) -> Any:
        return self.cleaned_data["arrives"] or timezone.now()
