"""What a colleague types to send an SMS; it goes once they have seen how many SMS it is, and the cost."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from activity import timeline
from activity.models import Activity
from activity.outbox.models import StoppedAddress
from activity.outbox.stops import stopped
from activity.texts.models import TextTemplate
from activity.texts.segments import Segments, segments
from activity.texts.templates import filled
from activity.texts.writing import LONGEST
from leads import phones
from leads.quoting.money import format_money
from leads.step_forms import Keyed, short_text

SHOWN = 20


class TextForm(Keyed):
    text = short_text(
        gettext_lazy("Text"),
        missing=gettext_lazy("Write the text first."),
        longest=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "data-sms": ""}),
    )
    # How many SMS the page said that it is.
    parts = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-sms-parts": ""}))

    shows_first = False

    def __init__(self, *args: Any, initial: Mapping[str, Any] | None = None, **options: Any) -> None:
        self.templates = list(TextTemplate.objects.all())
        chosen = (initial or {}).get("template", "")
        found = next((one for one in self.templates if str(one.pk) == chosen), None)
        self.begun = filled(found.text, options["lead"], options["user"]) if found else ""
        super().__init__(*args, **options)

    def hidden(self) -> dict[str, str]:
        """With ?template=, the text of that one: without JavaScript, too."""
        return {**super().hidden(), **({"text": self.begun} if self.begun else {})}

    def clean_text(self) -> str:
        """Browsers send two characters for the end of a line, and an SMS would be charged for both."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.lead.phone:
            raise forms.ValidationError(_("This lead has no phone number."))
        text = cleaned.get("text")
        if text and not self.errors and cleaned.get("parts") != str(segments(text).count):
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

    @property
    def number(self) -> str:
        return phones.display(self.lead.phone or "")

    @property
    def stop(self) -> StoppedAddress | None:
        return stopped(channel="sms", address=self.lead.phone) if self.lead.phone else None

    def around(self) -> dict[str, Any]:
        """The newest of this lead's SMS, both ways."""
        log = Activity.objects.visible_to(self.user).filter(lead=self.lead).of_types(["sms"])
        rows = log.with_actor_names().newest_first()[:SHOWN]
        return {
            "entries": [timeline.entry(row) for row in rows],
            "currency": settings.CURRENCY,
            "may": {"work": self.user.has_perm("leads.work_lead")},
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
