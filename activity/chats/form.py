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
from activity.outbox.composer import Composer
from leads import phones
from leads.contact_links import contact_links
from leads.step_forms import long_text, short_text

LONGEST_VALUE = 1000
NONE_APPROVED = gettext_lazy("WhatsApp has approved no template of the shop yet.")
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


class ChatForm(Composer):
    """Words while the window is open, else a template and its values."""

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

    channel = "whatsapp"
    no_address = gettext_lazy("This lead has no phone number.")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self.window = window.of(options["lead"])
        self.is_set_up = bool(settings.WHATSAPP_ACCESS_TOKEN)
        self.is_open = self.window.is_open(options["now"])
        self.templates = ChatTemplate.objects.order_by("name", "language")
        super().__init__(*arguments, **options)
        for name in self.unwanted():
            del self.fields[name]
        if "template" in self.fields:
            self.fields["template"].queryset = self.templates  # type: ignore[attr-defined]  # known to ModelChoiceField alone

    @property
    def address(self) -> str:
        return self.window.number

    @property
    def written_address(self) -> str:
        return phones.display(self.address)

    @property
    def is_possible(self) -> bool:
        return super().is_possible and self.is_set_up and (self.is_open or "template" in self.fields)

    def unwanted(self) -> tuple[str, ...]:
        """Words typed before the window closed stay, so that nobody types them twice."""
        if not (self.is_set_up and self.address):
            return ("text", "template", "values")
        if self.is_open:
            return ("template", "values")
        typed = () if self.is_bound and self.data.get("text") else ("text",)
        return typed if self.templates.exists() else (*typed, "template", "values")

    @property
    def notice(self) -> str:
        if not self.is_set_up:
            return _("Messages of this kind cannot be sent from here: no provider is set up.")
        if not self.address or self.stop:
            return ""
        if self.is_open and self.window.closes:
            until = {"until": date_format(localtime(self.window.closes), "D j M, H:i")}
            return _("In your own words until %(until)s: WhatsApp allows a day after their message.") % until
        why = self.why_a_template()
        return why if self.templates.exists() else f"{why} {NONE_APPROVED}"

    def why_a_template(self) -> str:
        if self.window.last:
            return _("By a template: the customer last wrote more than 24 hours ago.")
        return _("By a template: the customer has not written to us on WhatsApp.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "template" in self.fields:
            self.check_template(cleaned)
        elif self.is_set_up and not self.is_open:
            self.add_error(None, NONE_APPROVED)
        elif "text" in self.fields and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", _("Write the message first."))
        return cleaned

    def around(self) -> dict[str, Any]:
        return {**super().around(), "own": contact_links(self.lead, settings.LANGUAGE_CODE).chat}

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
