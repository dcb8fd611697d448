"""The form of a letter template. Nothing here saves."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from activity.letters.editing import Draft
from activity.letters.models import LetterTemplate
from activity.letters.purposes import ALLOWED, IN_A_SUBJECT, LONGEST_NAME, Purpose
from activity.letters.text_fields import body_field, check_body, check_subject, subject_field
from activity.outbox.placeholders import MEANINGS
from leads.forms import PlainText
from leads.step_forms import INCOMPLETE, Moment

SHOWN = ("name", "language", "subject", "body", "is_used")


class TemplateForm(forms.Form):
    """`seen` is the version that the page showed; a new template has none."""

    seen = Moment(required=False)
    name = PlainText(max_length=LONGEST_NAME, missing=_("Give it a name."), label=_("Name"))
    language = forms.ChoiceField(choices=settings.LANGUAGES, label=_("Language"))
    subject = subject_field()
    body = body_field()
    is_used = forms.BooleanField(required=False, label=_("in use"))

    def __init__(self, data: Any = None, *, template: LetterTemplate | None) -> None:
        first: dict[str, Any] = {"is_used": True}
        if template:
            first |= {name: getattr(template, name) for name in SHOWN}
            first["seen"] = template.changed_at.isoformat()
        super().__init__(data, initial=first, label_suffix="")
        self.purpose = Purpose(template.purpose) if template else Purpose.REPLY
        self.allowed = ALLOWED[self.purpose]
        if template:
            self.fields["seen"].required = True
            self.fields["seen"].error_messages["required"] = INCOMPLETE
        if self.purpose == Purpose.ACKNOWLEDGEMENT:  # there is one in each language
            self.fields["language"].disabled = True

    @property
    def meanings(self) -> list[tuple[str, Any]]:
        return [(f"{{{name}}}", meaning) for name, meaning in MEANINGS.items() if name in self.allowed]

    def clean_subject(self) -> str:
        return check_subject(self.cleaned_data["subject"], IN_A_SUBJECT)

    def clean_body(self) -> str:
        return check_body(self.cleaned_data["body"], self.allowed)

    def draft(self) -> Draft:
        return Draft(**{name: self.cleaned_data[name] for name in SHOWN})

    def renew(self, template: LetterTemplate) -> None:
        """Sent once more, it knows what its reader has seen now."""
        data: Any = self.data
        self.data = {**data.dict(), "seen": template.changed_at.isoformat()}
