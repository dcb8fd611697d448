"""What a colleague writes by WhatsApp; the form knows, and says, what WhatsApp takes at this moment."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activity.chats import window
from activity.chats.models import ChatTemplate
from leads import phones
from leads.step_forms import Keyed, long_text, short_text

LONGEST_VALUE = 1000
NO_SUCH = gettext_lazy("WhatsApp has no such template any more. Choose another.")


class TemplateField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic when it runs
    """Each template with its text: what the customer will read."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.language}): {obj.body}"

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except forms.ValidationError:  # also for what is no key at all, of which Django tells the format
            raise forms.ValidationError(NO_SUCH) from None


class ChatForm(Keyed):
    """Words while the window is open, else a template and its values. Words typed before it closed stay."""

    text = long_text(gettext_lazy("Message"), rows=4)
    template = TemplateField(
        ChatTemplate.objects.none(),
        label=gettext_lazy("Template"),
        required=False,
        empty_label=None,
        widget=forms.RadioSelect,
    )
    values = short_text(
        gettext_lazy("What goes into it"),
        longest=LONGEST_VALUE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("A line for {{1}}, a line for {{2}}, and so on."),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.window = window.of(self.lead)
        self.is_set_up = bool(settings.WHATSAPP_ACCESS_TOKEN)
        self.is_open = self.window.is_open(self.now)
        for name in self.unwanted():
            del self.fields[name]
        if "template" in self.fields:
            chosen = ChatTemplate.objects.order_by("name", "language")
            self.fields["template"].queryset = chosen  # type: ignore[attr-defined]  # known to ModelChoiceField alone

    def unwanted(self) -> tuple[str, ...]:
        if not (self.is_set_up and self.window.number):
            return ("text", "template", "values")
        if self.is_open:
            return ("template", "values")
        return () if self.is_bound and self.data.get("text") else ("text",)

    @property
    def notice(self) -> str:
        if not self.is_set_up:
            return _("Messages of this kind cannot be sent from here: no provider is set up.")
        if not self.window.number:
            return _("This lead has no phone number.")
        to = {"number": phones.display(self.window.number)}
        if self.is_open and self.window.closes:
            to["until"] = date_format(localtime(self.window.closes), "D j M, H:i")
            return _("To %(number)s, in your own words until %(until)s: WhatsApp allows a day.") % to
        if self.window.last:
            return _("To %(number)s, by a template: the customer last wrote more than 24 hours ago.") % to
        return _("To %(number)s, by a template: the customer has not written to us on WhatsApp.") % to

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        if "template" in self.fields:
            self.check_template(cleaned)
        elif "text" in self.fields and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", _("Write the message first."))
        return cleaned

    def check_template(self, cleaned: dict[str, Any]) -> None:
        template = cleaned.get("template")
        if template is None:
            if "template" not in self.errors:
                self.add_error("template", _("Choose a template: WhatsApp takes nothing else now."))
            return
        lines = [" ".join(line.split()) for line in cleaned.get("values", "").splitlines()]
        cleaned["values"] = [line for line in lines if line]
        if len(cleaned["values"]) != template.slots:
            told = {"wanted": template.slots, "given": len(cleaned["values"])}
            self.add_error("values", _("This template takes %(wanted)d lines, not %(given)d.") % told)
