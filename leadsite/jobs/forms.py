"""What a colleague types about a job."""

from django import forms
from django.utils.translation import gettext_lazy as _


class GiveUpForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        error_messages={"required": _("Say why it is not needed any more, or who does it by hand.")},
    )
