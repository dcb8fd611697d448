"""What a manager types to let messages go to a stopped address again."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activity.outbox.allowing import of_lead
from activity.outbox.models import StopReason
from leads.step_forms import INCOMPLETE, Keyed, short_text


class AllowForm(Keyed):
    """`stop` is the key of the stopped address, which the page was asked for by."""

    stop = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": INCOMPLETE, "invalid": INCOMPLETE}
    )
    reason = short_text(
        gettext_lazy("Why"), missing=gettext_lazy("Say why: the reason is kept with the lead.")
    )

    @property
    def notice(self) -> str:
        stop = next((one for one in of_lead(self.lead) if str(one.pk) == str(self["stop"].value())), None)
        if stop is None:
            return ""
        told = {"way": stop.get_channel_display(), "address": stop.written_address}
        if stop.reason == StopReason.BOUNCE:
            return _("%(way)s to %(address)s came back. Allow it once you know that it arrives now.") % told
        return _("%(way)s to %(address)s: allow it only where the customer has told you so.") % told
