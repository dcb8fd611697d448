"""What a manager may put right in a quote that the database refused: the form's own rules hold."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from leads.forms import EnquiryForm, PlainText
from leads.intake.record import LeadFacts
from leads.intake.repair import clean
from leads.statuses import CustomerRole

LABELS: Mapping[str, Any] = {
    "name": _("Name"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "company": _("Company"),
    "role": _("Role"),
    "location": _("Location"),
    "message": _("Message"),
    "source": _("Source"),
}


class DiscardForm(forms.Form):
    """Why a file that cannot be read is let go; `version` is the content that was looked at."""

    reason = PlainText(max_length=500, label=_("Why"), missing=_("Say why: it cannot be brought back."))
    version = forms.CharField(widget=forms.HiddenInput)


class SpoolForm(EnquiryForm):
    source = PlainText(max_length=100, missing=_("Say where the lead comes from, such as website_form."))
    version = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, region=settings.DEFAULT_REGION, label_suffix="", **options)
        for name, label in LABELS.items():
            self.fields[name].label = label
        self.fields["message"].widget = forms.Textarea(attrs={"rows": 3})
        self.fields["role"].widget = forms.Select(choices=[("", "–"), *CustomerRole.choices])

    @classmethod
    def of(cls, lead: LeadFacts, version: str) -> "SpoolForm":
        """As it is now; a character that no page can carry is shown as one that cannot be read."""
        return cls(initial={**clean(vars(lead)), "version": version})

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] or None for name in LABELS}
