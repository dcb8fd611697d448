"""What the forms of calendars and policies share: a name, why, and the version that their page showed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leads.forms import PlainText


class VersionForm(forms.Form):
    name = PlainText(max_length=100, label=_("Name"), missing=_("Give it a name."))
    note = PlainText(max_length=500, label=_("Why"), missing=_("Say why: colleagues read it in the history."))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def ask(self, *, version: int) -> None:
        """A first version needs no reason; to look at a preview, name and reason may come last."""
        publishing = self.is_bound and self.data.get("do") == "publish"
        self.fields["name"].required = publishing
        self.fields["note"].required = publishing and version > 0

    def renew(self, version: int) -> None:
        """Sent once more, it knows what its reader has seen now."""
        data: Any = self.data
        self.data = data.copy()
        self.data["version"] = version  # type: ignore[index]  # a copy of a QueryDict can be written
