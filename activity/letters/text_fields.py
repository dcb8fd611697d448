"""Subject and text of a letter as somebody types them, with their placeholders checked."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activity.letters.purposes import LONGEST_BODY, LONGEST_SUBJECT
from activity.letters.quote_line import misplaced
from activity.outbox.placeholders import unknown
from leads.forms import PlainText


def subject_field() -> PlainText:
    return PlainText(
        max_length=LONGEST_SUBJECT, missing=gettext_lazy("Write a subject."), label=gettext_lazy("Subject")
    )


def body_field(rows: int = 16) -> PlainText:
    return PlainText(
        max_length=LONGEST_BODY,
        missing=gettext_lazy("Write the text."),
        label=gettext_lazy("Text"),
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def check_subject(text: str, allowed: frozenset[str]) -> str:
    """The subject as one line."""
    check_placeholders(text, allowed)
    return " ".join(text.split())


def check_body(text: str, allowed: frozenset[str]) -> str:
    """The text with plain line ends: browsers send others."""
    text = text.replace("\r\n", "\n")
    check_placeholders(text, allowed)
    if misplaced(text):
        raise forms.ValidationError(_("{quote} is a list: put it on a line of its own."), code="misplaced")
    return text


def check_placeholders(text: str, allowed: frozenset[str]) -> None:
    wrong = unknown(text, allowed)
    if not wrong:
        return
    what: dict[str, Any] = {"wrong": ", ".join(word[:40] for word in wrong[:5])}
    raise forms.ValidationError(
        _("There is no placeholder %(wrong)s here. Braces stand around placeholders only: see the list.")
        % what,
        code="placeholder",
    )
