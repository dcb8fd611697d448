"""What the bulk pages ask for; forms look, they never save."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leads.statuses import LeadStatus


class Target(forms.Form):
    to = forms.ChoiceField(choices=LeadStatus, label=_("Move to"))


class Reason(forms.Form):
    """Asked for only where one of the moves wants it."""

    use_required_attribute = False

    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why: it is kept in the log of every lead.")},
    )

    def __init__(self, *arguments: Any, asked: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if not asked:
            del self.fields["reason"]

    @property
    def words(self) -> str:
        return str(self.cleaned_data.get("reason", ""))
