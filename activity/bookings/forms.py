"""What is typed about a visit: by the customer who cannot come, by colleagues who plan it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.conf import settings
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from activity.bookings import availability, telling
from activity.bookings.visit import Times
from leads.forms import PlainText
from leads.models import Lead
from leads.refusals import sentence
from leads.step_forms import Keyed, OnRow, StepForm, short_text
from leadsite.accounts.models import User

LONGEST_WORDS = 500


class AnswerForm(forms.Form):
    """The customer's answer; nothing in it has to be typed."""

    answer = forms.ChoiceField(choices=(("confirm", "confirm"), ("decline", "decline")))
    words = PlainText(max_length=LONGEST_WORDS)


class WallClock(forms.Field):
    """A date and a time as a clock on the wall shows them; of which place, another field says."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> datetime | None:
        written = str(value or "").strip()
        try:
            found = parse_datetime(written)
        except ValueError:
            found = None
        if written and (found is None or found.tzinfo is not None):
            raise forms.ValidationError(_("Enter a date and a time, such as 2026-12-01 10:00."))
        return found


LASTING = (
    (30, _("half an hour")), (60, _("1 hour")), (90, _("1½ hours")), (120, _("2 hours")), (180, _("3 hours")),
    (240, _("4 hours")), (480, _("8 hours")),
)  # fmt: skip
SHARED = ("", _("I share the link myself"))
BY = {"email": _("by e-mail, with the calendar file"), "sms": _("by SMS")}


class TellingForm(StepForm):
    """A step after which the customer may be told, by what they left."""

    send = forms.ChoiceField(label=_("Tell the customer"), required=False, widget=forms.RadioSelect)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        choices = [SHARED, *((way, BY[way]) for way in telling.ways(self.lead))]
        self.fields["send"].choices = choices  # type: ignore[attr-defined]  # known to ChoiceField alone


class VisitForm(TellingForm, Keyed):
    field_order: Sequence[str] = ("staff", "at", "lasts", "anyway", "timezone", "place", "send")
    staff = forms.ModelChoiceField(
        User.objects.none(), to_field_name="identifier", label=_("Who goes"), empty_label=None
    )
    at = WallClock(label=_("Begins"), error_messages={"required": _("Choose a date and a time.")})
    lasts = forms.TypedChoiceField(label=_("Lasts"), choices=LASTING, coerce=int, initial=60)
    timezone = short_text(
        _("By the clocks of"),
        missing=_("Say by which clocks, such as Asia/Kolkata."),
        help_text=_("A time zone, such as Asia/Kolkata."),
    )
    place = PlainText(max_length=255, label=_("Where"))
    anyway = forms.BooleanField(
        required=False, label=_("Keep to this time all the same"), widget=forms.HiddenInput
    )
    warned = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *arguments: Any,
        lead: Lead,
        user: User,
        initial: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        first = {
            "staff": lead.owner_id or user.identifier,
            "timezone": settings.TIME_ZONE,
            "place": lead.location or "",
        }
        super().__init__(*arguments, lead=lead, user=user, initial={**first, **(initial or {})}, **options)
        self.fields["staff"].queryset = User.objects.who_work_leads()  # type: ignore[attr-defined]  # as above

    def clean_timezone(self) -> str:
        name: str = self.cleaned_data["timezone"]
        if name not in available_timezones():
            raise forms.ValidationError(_("No such time zone is known. One is Asia/Kolkata."))
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        if cleaned.get("at") and cleaned.get("timezone") and cleaned.get("lasts"):
            cleaned["times"] = self.times(cleaned["at"], cleaned["timezone"], cleaned["lasts"])
        if cleaned.get("times") and cleaned.get("staff"):
            cleaned["anyway"] = self.is_insisted(cleaned, cleaned["staff"], cleaned["times"])
        return cleaned

    def is_insisted(self, cleaned: Mapping[str, Any], staff: User, times: Times) -> bool:
        """Whether the colleague was warned of just this and wants it all the same; else they are now."""
        found = list(availability.concerns(staff, times)) if times.starts_at > self.now else []
        if not found:
            return False
        self.fields["anyway"].widget = forms.CheckboxInput()
        about = f"{staff.identifier} {times.starts_at.isoformat()} {times.ends_at.isoformat()}"
        if cleaned.get("anyway") and cleaned.get("warned") == about:
            return True
        for concern in found:
            self.add_error("at", sentence(concern))
        self.data = {**dict(self.data.items()), "warned": about, "anyway": ""}
        return False

    def times(self, at: datetime, zone: str, minutes: int) -> Times | None:
        """What the clock of that zone means; None, with an error beside it, where it never shows that."""
        if at.year < self.now.year - 1:  # the calendar has another end too
            self.add_error("at", _("This time has passed. Choose a later one."))
            return None
        if at.year > self.now.year + 100:
            self.add_error("at", _("This is more than a hundred years away. Check the year."))
            return None
        begins = at.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        if begins.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != at:
            self.add_error("at", _("The clocks skip this time on that day. Choose another one."))
            return None
        return Times(begins, begins + timedelta(minutes=minutes), zone)


class MoveVisitForm(OnRow, VisitForm):
    field_order = ("reason", *VisitForm.field_order)
    reason = short_text(_("Why it is moved"), missing=_("Say why: the reason is kept with the visit."))


class ConfirmVisitForm(OnRow):
    """To confirm for the customer is one press: nothing is asked."""


class DeclineVisitForm(OnRow):
    words = short_text(_("What the customer said"))


class CallOffForm(OnRow, TellingForm):
    reason = short_text(_("Why"), missing=_("Say why: the reason is kept with the visit."))
