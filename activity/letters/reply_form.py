"""What a colleague types to answer by e-mail. It can begin with a template, and be looked at first."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activity.letters.contents import contents, newest
from activity.letters.letter import Letter, begun
from activity.letters.models import LetterTemplate
from activity.letters.purposes import ALLOWED, IN_A_SUBJECT, Purpose
from activity.letters.replying import typed
from activity.letters.text_fields import body_field, check_body, check_subject, subject_field
from activity.outbox.composer import Composer, chosen
from activity.outbox.placeholders import MEANINGS
from leads.contact_links import contact_links, subject


class ReplyForm(Composer):
    subject = subject_field()
    text = body_field(rows=12)
    template = forms.UUIDField(required=False, widget=forms.HiddenInput)

    channel = "email"
    no_address = gettext_lazy("This lead has no e-mail address.")
    letter: Letter | None = None  # where it is only looked at

    def beginning(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Subject and text of the template that was asked for, filled in but for the list of products."""
        row = chosen(LetterTemplate.objects.filter(purpose=Purpose.REPLY), asked.get("template"))
        if row is None:
            return {"subject": subject(self.lead)}
        said = contents(self.lead, newest(self.lead), colleague=self.user.name)
        return {"subject": begun(row.subject, said), "text": begun(row.body, said), "template": row.pk}

    @property
    def address(self) -> str:
        return self.lead.email or ""

    def clean_subject(self) -> str:
        return check_subject(self.cleaned_data["subject"], IN_A_SUBJECT)

    def clean_text(self) -> str:
        return check_body(self.cleaned_data["text"], ALLOWED[Purpose.REPLY])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.data.get("do") == "preview" and not self.errors:
            self.letter = typed(cleaned, self.user.name).to(self.lead)
            self.add_error(None, _("Nothing was sent yet."))
        return cleaned

    def around(self) -> dict[str, Any]:
        asked = newest(self.lead)
        templates = LetterTemplate.objects.replies(asked.language)
        return {
            **super().around(),
            "templates": [row for row in templates if row.language == asked.language],
            "others": [row for row in templates if row.language != asked.language],
            "mail": contact_links(self.lead, asked.language).mail,
            "language_code": asked.language,
            "meanings": [(f"{{{name}}}", meaning) for name, meaning in MEANINGS.items()],
        }
