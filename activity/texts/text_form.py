"""What a colleague types to send an SMS; it goes once they have seen how many SMS it is, and the cost."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from activity.outbox.composer import Composer, chosen
from activity.texts.models import TextTemplate
from activity.texts.segments import Segments, segments
from activity.texts.templates import filled
from activity.texts.writing import LONGEST
from leads import phones
from leads.quoting.money import format_money
from leads.step_forms import short_text


class TextForm(Composer):
    text = short_text(
        gettext_lazy("Text"),
        missing=gettext_lazy("Write the text first."),
        longest=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "data-sms": ""}),
    )
    template = forms.CharField(required=False, widget=forms.HiddenInput)
    # How many SMS the page said that it is.
    parts = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-sms-parts": ""}))

    channel = "sms"
    no_address = gettext_lazy("This lead has no phone number.")
    shows_first = False

    def beginning(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        row = chosen(TextTemplate.objects.all(), asked.get("template"))
        return {"text": filled(row.text, self.lead, self.user), "template": str(row.pk)} if row else {}

    @property
    def address(self) -> str:
        return self.lead.phone or ""

    @property
    def written_address(self) -> str:
        return phones.display(self.address)

    def clean_template(self) -> str:
        """Its name, for the log."""
        row = chosen(TextTemplate.objects.all(), self.cleaned_data["template"])
        return row.name if row else ""

    def clean_text(self) -> str:
        """Browsers send two characters for the end of a line, and an SMS would be charged for both."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        text = cleaned.get("text")
        # Words that were edited in a queue have been counted by nobody: they go as many as they are.
        if text and not (self.errors or self.is_queued) and cleaned.get("parts") != str(segments(text).count):
            self.shows_first = True
            self.add_error(None, self.told(text))
            self.data = {**self.data.dict(), "parts": str(segments(text).count)}
        return cleaned

    def told(self, text: str) -> str:
        found = segments(text)
        price = format_price(found.count)
        count = ngettext("%(count)s SMS", "%(count)s SMS", found.count) % {"count": found.count}
        return " · ".join(part for part in (count, price, why_wide(found)) if part)

    @property
    def price(self) -> str:
        """Of one SMS, for the browser to reckon with."""
        return "" if settings.SMS_PRICE is None else str(settings.SMS_PRICE)

    def around(self) -> dict[str, Any]:
        return {
            **super().around(),
            "templates": list(TextTemplate.objects.all()),
            "currency": settings.CURRENCY,
        }


def format_price(count: int) -> str:
    if settings.SMS_PRICE is None:
        return ""
    return format_money(count * settings.SMS_PRICE, settings.CURRENCY, get_language() or "en")


def why_wide(found: Segments) -> str:
    """A sentence about the letter that makes an SMS so short; "" where there is none."""
    if not found.wide:
        return ""
    return _("With “%(letter)s” an SMS has room for 70 letters instead of 160.") % {"letter": found.strange}
