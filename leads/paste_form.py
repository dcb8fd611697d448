"""What a colleague pastes: a customer's WhatsApp message, and the phone that it came from."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from leads import phones
from leads.forms import PlainText
from leads.quoting.pasted import LONGEST


class PasteForm(forms.Form):
    """The phone is needed only where a lead is made of the message (`needs_phone`)."""

    text = PlainText(max_length=LONGEST, missing=_("Paste the message first."))
    phone = PlainText(max_length=40)

    def __init__(self, *arguments: Any, needs_phone: bool = False, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.needs_phone = needs_phone

    def clean_phone(self) -> str | None:
        typed: str = self.cleaned_data["phone"]
        if not typed and self.needs_phone:
            raise forms.ValidationError(_("Enter the phone that the message came from."), code="required")
        try:
            return phones.normalise(typed, settings.DEFAULT_REGION) if typed else None
        except ValueError:
            raise forms.ValidationError(
                _("This phone number does not look complete. Please check it, with its country code."),
                code="phone",
            ) from None
