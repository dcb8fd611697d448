"""The form that corrects what a customer told us; nothing here saves."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from leads import phones
from leads.corrections import CORRECTABLE, as_sent
from leads.exceptions import Conflict, Refused
from leads.models import Lead
from leads.refusals import sentence
from leads.statuses import CustomerRole
from leads.step_forms import AsSeen, StepForm, long_text, short_text


class CorrectForm(StepForm):
    """What the customer said, as it should read; what is left as it was is not looked at.

    `was_name` and so on are the fields as the page showed them.
    """

    name = short_text(_("Name"), missing=_("A lead has a name."), longest=255)
    phone = short_text(_("Phone"), longest=40)
    email = short_text(_("E-mail"), longest=255)
    company = short_text(_("Company"), longest=255)
    role = forms.ChoiceField(label=_("Role"), required=False)
    location = short_text(_("Location"), longest=255)
    message = long_text(_("In their words"))
    between = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = short_text(_("Why it is corrected"), missing=_("Say why: the reason is kept with the lead."))

    def __init__(self, data: Any = None, *, lead: Lead, **options: Any) -> None:
        options["initial"] = {name: getattr(lead, name) for name in CORRECTABLE}
        super().__init__(data, lead=lead, **options)
        self.fields |= {f"was_{name}": AsSeen() for name in CORRECTABLE}
        self.choose_between(str(self.data.get("between") or "").split())
        known = dict(CustomerRole.choices)
        other = {lead.role: lead.role} if lead.role and lead.role not in known else {}
        self.fields["role"].choices = [("", "–"), *known.items(), *other.items()]  # type: ignore[attr-defined]  # known to ChoiceField alone

    def hidden(self) -> dict[str, str]:
        stands = {f"was_{name}": as_sent(getattr(self.lead, name)) for name in CORRECTABLE}
        return {**super().hidden(), **stands}

    def choose_between(self, names: Sequence[str]) -> None:
        """Let the colleague choose, field by field, where another has corrected it otherwise."""
        for name in (one for one in names if one in CORRECTABLE):
            choices = [
                ("theirs", _("By now: %(value)s") % {"value": getattr(self.lead, name) or "–"}),
                ("mine", _("Yours: %(value)s") % {"value": self.data.get(name) or "–"}),
            ]
            self.fields[f"take_{name}"] = forms.ChoiceField(
                label=self.fields[name].label,
                choices=choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one of the two.")},
            )
            self.fields[name].widget = forms.HiddenInput()
        self.order_fields([*(one for one in self.fields if one.startswith("take_")), *self.fields])

    def was(self, name: str) -> str:
        return as_sent(self.data.get(f"was_{name}"))

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if len(name) < 2:
            raise forms.ValidationError(_("A name has at least two letters."))
        return name

    def clean_phone(self) -> str | None:
        typed: str = self.cleaned_data["phone"]
        if typed == self.was("phone"):
            return typed or None
        try:
            return phones.normalise(typed, settings.DEFAULT_REGION) if typed else None
        except ValueError:
            raise forms.ValidationError(
                _("No such phone number exists. Check it, with its country code.")
            ) from None

    def clean_email(self) -> str | None:
        typed: str = self.cleaned_data["email"]
        if typed and typed != self.was("email"):
            forms.EmailField().clean(typed)
        return typed or None

    def clean(self) -> dict[str, Any]:
        """What comes back as it was shown stays as it is stored, with its spaces and line endings."""
        cleaned = dict(super().clean() or {})
        cleaned["was"] = {name: cleaned.get(f"was_{name}") for name in CORRECTABLE}
        theirs = [name for name in CORRECTABLE if cleaned.get(f"take_{name}") == "theirs"]
        cleaned |= {name: cleaned[f"was_{name}"] or None for name in theirs}
        if not self.errors and not cleaned.get("phone") and not cleaned.get("email"):
            self.add_error("phone", sentence(Refused("no_contact")))
        return cleaned

    def refuse(self, refused: Refused, words: str = "") -> None:
        """What the colleague left alone becomes what it is by now; what they typed stays."""
        left = [name for name in CORRECTABLE if as_sent(self.data.get(name)) == self.was(name)]
        super().refuse(refused, words)
        self.data |= {name: as_sent(getattr(self.lead, name)) for name in left}
        if isinstance(refused, Conflict):
            met = [clash.fact for clash in refused.clashes]
            self.data["between"] = " ".join(met)
            self.choose_between(met)
