"""What a colleague types to settle a follow-up or an approval."""

from django import forms
from django.utils.translation import gettext_lazy as _

from activity.triage.names import NAMES
from leads.step_forms import LONGEST_NOTE, Keyed, StepForm, Timed, short_text


class SnoozeForm(Timed):
    field_order = ("at",)


class CompleteForm(StepForm):
    outcome = short_text(
        _("What came of it"), missing=_("Say in a few words what came of it."), longest=LONGEST_NOTE
    )


class CancelForm(StepForm):
    reason = short_text(_("Why"))


class GoOnForm(StepForm):
    """To stop waiting is one press: nothing is asked."""


class AgainForm(StepForm):
    """To send a message again is one press: nothing is asked."""


class DecideForm(StepForm):
    verdict = forms.ChoiceField(
        label=_("Decision"),
        choices=(("approved", _("Approve")), ("rejected", _("Reject"))),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    reason = short_text(_("Why"), missing=_("Say why: the colleague who asked reads it."))


class AcceptForm(Keyed):
    """To agree is one press: nothing is asked."""


class OverrideForm(Keyed):
    """What a colleague thinks of the lead, beginning with what the advice says."""

    intent = forms.ChoiceField(label=_("Wants"), choices=NAMES["intent"])
    lead_type = forms.ChoiceField(label=_("Who asks"), choices=NAMES["lead_type"])
    priority = forms.ChoiceField(label=_("Priority"), choices=NAMES["priority"])
