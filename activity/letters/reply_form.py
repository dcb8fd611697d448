"""What a colleague types to answer by e-mail. It can begin with a template, and be looked at first."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from activity.letters.contents import contents, newest
from activity.letters.letter import Letter, begun
from activity.letters.models import LetterTemplate
from activity.letters.placeholders import MEANINGS
from activity.letters.purposes import ALLOWED, IN_A_SUBJECT, Purpose
from activity.letters.replying import typed
from activity.letters.text_fields import body_field, check_body, check_subject, subject_field
from activity.outbox.stops import stopped
from leads.contact_links import contact_links, subject
from leads.step_forms import Keyed


class ReplyForm(Keyed):
    subject = subject_field()
    text = body_field(rows=12)
    template = forms.UUIDField(required=False, widget=forms.HiddenInput)

    letter: Letter | None = None  # where it is only looked at

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any] | None = None, **options: Any) -> None:
        first = (
            {"subject": subject(options["lead"]), **self.beginning(options, initial or {})}
            if data is None
            else {}
        )
        super().__init__(data, initial=first, **options)

    def beginning(self, options: Mapping[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
        """Subject and text of the template that was asked for, filled in but for the list of products."""
        row = found(asked.get("template"))
        if row is None:
            return {}
        lead, user = options["lead"], options["user"]
        said = contents(lead, newest(lead), colleague=user.name)
        return {"subject": begun(row.subject, said), "text": begun(row.body, said), "template": row.pk}

    def clean_subject(self) -> str:
        return check_subject(self.cleaned_data["subject"], IN_A_SUBJECT)

    def clean_text(self) -> str:
        return check_body(self.cleaned_data["text"], ALLOWED[Purpose.REPLY])

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        if not self.lead.email:
            raise forms.ValidationError(_("This lead has no e-mail address."))
        if self.data.get("do") == "preview" and not self.errors:
            self.letter = typed(cleaned, self.user.name).to(self.lead)
            self.add_error(None, _("Nothing was sent yet."))
        return cleaned

    def around(self) -> dict[str, Any]:
        asked = newest(self.lead)
        return {
            "templates": LetterTemplate.objects.replies(asked.language),
            "stop": stopped(channel="email", address=self.lead.email) if self.lead.email else None,
            "mail": contact_links(self.lead, asked.language).mail,
            "language_code": asked.language,
            "meanings": [(f"{{{name}}}", meaning) for name, meaning in MEANINGS.items()],
        }


def found(key: object) -> LetterTemplate | None:
    try:
        return LetterTemplate.objects.filter(pk=UUID(str(key)), purpose=Purpose.REPLY).first()
    except ValueError:
        return None
