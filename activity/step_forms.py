"""What a colleague types to settle a follow-up or an approval."""

from django import forms
from django.utils.translation import gettext_lazy as _

from activity.models import Activity
from activity.triage.names import NAMES
from leads.step_forms import LONGEST_NOTE, AsSeen, Keyed, OnRow, StepForm, Timed, short_text


class SnoozeForm(OnRow, Timed):
    field_order = ("at",)


class CompleteForm(OnRow):
    outcome = short_text(
        _("What came of it"), missing=_("Say in a few words what came of it."), longest=LONGEST_NOTE
    )


class CancelForm(OnRow):
    reason = short_text(_("Why"))


class GoOnForm(StepForm):
    """To stop waiting is one press: nothing is asked."""


class AgainForm(StepForm):
    """To send a message again is one press: nothing is asked."""


class DecideForm(OnRow):
    verdict = forms.ChoiceField(
        label=_("Decision"),
        choices=(("approved", _("Approve")), ("rejected", _("Reject"))),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    reason = short_text(_("Why"), missing=_("Say why: the colleague who asked reads it."))


class ReviewForm(Keyed):
    """About advice as the last review of it left it, "" where there was none."""

    was_review = AsSeen()

    def hidden(self) -> dict[str, str]:
        if self.activity is None:  # the page of the lead has asked for it already
            return super().hidden()
        reviews = Activity.objects.filter(lead=self.lead).reviews_of(self.activity.pk)
        last = reviews.values_list("pk", flat=True).first()
        return {**super().hidden(), "was_review": str(last or "")}


class AcceptForm(ReviewForm):
    """To agree is one press: nothing is asked."""


class OverrideForm(ReviewForm):
    """What a colleague thinks of the lead, beginning with what the advice says."""

    intent = forms.ChoiceField(label=_("Wants"), choices=NAMES["intent"])
    lead_type = forms.ChoiceField(label=_("Who asks"), choices=NAMES["lead_type"])
    priority = forms.ChoiceField(label=_("Priority"), choices=NAMES["priority"])
