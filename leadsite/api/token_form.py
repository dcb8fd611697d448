"""What a colleague says of a token that they want."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leads.forms import PlainText
from leadsite.api.scopes import Scope
from leadsite.keys import new_id

INCOMPLETE = _("This page was incomplete. Look at it again and send it once more.")
LIVES = (("90", _("in 90 days")), ("365", _("in a year")), ("", _("never")))


class TokenForm(forms.Form):
    """`key` is the token's id: sent twice, the page makes one."""

    key = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": INCOMPLETE, "invalid": INCOMPLETE}
    )
    name = PlainText(
        max_length=100, label=_("What it is for"), missing=_("Say what the token is for, such as our CRM.")
    )
    scopes = forms.MultipleChoiceField(
        choices=Scope,
        label=_("It may"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Never more than you yourself may."),
        error_messages={"required": _("Choose what the token may do.")},
    )
    lives = forms.ChoiceField(choices=LIVES, label=_("It ends"), required=False, initial="90")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"key": new_id(), "scopes": [Scope.READ]}, label_suffix="")

    def renew_key(self) -> None:
        """Sent once more, the page makes another token."""
        self.data: Any = {**self.data.dict(), "scopes": self.data.getlist("scopes"), "key": str(new_id())}

    def expires_at(self, now: datetime) -> datetime | None:
        days = self.cleaned_data["lives"]
        return now + timedelta(days=int(days)) if days else None
