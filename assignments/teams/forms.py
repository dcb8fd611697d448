"""What staff type about teams and absences. Validation beside the field; nothing here saves."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assignments.teams.models import Absence, Team, TeamMember
from leadsite.accounts.models import User

MOST_OPEN_LEADS = 100_000
SOMEBODY_TAKES_IT = _("Mark another team instead: some team takes what no rule gives away.")
AT_LEAST_ONE = _("At least one; to give them none, take the mark at “takes leads” away.")
COVERS = _("Sees and answers their open leads meanwhile. New leads go to others anyway.")
LOCAL = "%Y-%m-%dT%H:%M"


class LocalMoment(forms.DateTimeField):
    """A date and a time by the reader's clock, as browsers ask for it."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)
        wrong = {"invalid": _("Enter a date and a time, such as 2026-12-01 10:00.")}
        super().__init__(widget=widget, error_messages=wrong, **options)


class TeamForm(forms.ModelForm):  # type: ignore[type-arg]  # generic to the type checker alone
    class Meta:
        model = Team
        fields = ("name", "calendar", "spread", "manager", "is_default", "is_active")

    def _get_validation_exclusions(self) -> set[str]:
        """Marking a team takes the mark from the one that had it: that is no mistake."""
        return {*super()._get_validation_exclusions(), "is_default"}  # type: ignore[misc]  # Django's own hook

    def clean(self) -> dict[str, Any]:
        marked, used = self.cleaned_data.get("is_default"), self.cleaned_data.get("is_active")
        if self.instance.is_default and marked is False:
            self.add_error("is_default", SOMEBODY_TAKES_IT)
        if marked and used is False:
            self.add_error("is_active", _("This team takes what no rule gives away: it has to be in use."))
        return self.cleaned_data


class MemberForm(forms.ModelForm):  # type: ignore[type-arg]  # as above
    capacity = forms.IntegerField(
        label=_("open leads at most"),
        required=False,
        min_value=1,
        max_value=MOST_OPEN_LEADS,
        help_text=_("Empty: no limit"),
        error_messages={"min_value": AT_LEAST_ONE},
    )

    class Meta:
        model = TeamMember
        fields = ("user", "capacity", "takes_leads")


class AbsenceForm(forms.ModelForm):  # type: ignore[type-arg]  # as above
    whose: User | None = None  # of a colleague who sets their own
    begins_at = LocalMoment(label=_("from"))
    ends_at = LocalMoment(label=_("until"), help_text=_("The first moment back at work."))

    class Meta:
        model = Absence
        fields = ("user", "begins_at", "ends_at", "cover", "reason")
        help_texts = {"cover": COVERS}

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if self.whose is not None:
            self.instance.user = self.whose

    def clean(self) -> dict[str, Any]:
        begins: datetime | None = self.cleaned_data.get("begins_at")
        ends: datetime | None = self.cleaned_data.get("ends_at")
        if begins and ends and ends <= begins:
            self.add_error("ends_at", _("This is not after the beginning."))
        who = self.cleaned_data.get("user") or (self.instance.user if self.instance.user_id else None)
        if who and self.cleaned_data.get("cover") == who:
            self.add_error("cover", _("Choose somebody else: nobody covers for themselves."))
        return self.cleaned_data
