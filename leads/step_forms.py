"""What a colleague types to take a step on a lead. Validation beside the field; nothing here saves."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activity.models import Activity
from leads.exceptions import Refused
from leads.forms import PlainText
from leads.models import Lead
from leads.own_key import OwnKey
from leads.refusals import sentence
from leads.statuses import LeadStatus
from leadsite.accounts.models import User
from leadsite.keys import new_id

LONGEST_REASON, LONGEST_NOTE = 500, 4000
MORNING = time(10)
FARTHEST = timedelta(days=36525)  # a time beyond it is a slip of the keys, and some are no moments at all
INCOMPLETE = _("This page was incomplete. Look at it again and send it once more.")
BESIDE = {
    "needs_reason": "reason",
    "in_the_past": "at",
    "double_booked": "at",
    "away": "at",
    "off_hours": "at",
    "stopped_address": "send",
    "duplicate": "email",
    "no_contact": "phone",
}


def short_text(
    label: Any, *, missing: Any = None, longest: int = LONGEST_REASON, **options: Any
) -> PlainText:
    return PlainText(max_length=longest, missing=missing, label=label, **options)


def long_text(label: Any, *, missing: Any = None, rows: int = 3) -> PlainText:
    widget = forms.Textarea(attrs={"rows": rows})
    return short_text(label, missing=missing, longest=LONGEST_NOTE, widget=widget)


class Moment(forms.CharField):
    """A time that our own page wrote into it."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> datetime | None:
        text = super().clean(value)
        try:
            moment = datetime.fromisoformat(text) if text else None
        except ValueError:
            moment = None
        if moment is not None and moment.tzinfo is not None:
            return moment
        if self.required:
            raise forms.ValidationError(INCOMPLETE)
        return None


class AsSeen(forms.CharField):
    """What a fact was when the page was made: a step that touches it is refused where it is another by now.

    `among` are the values that there are; without them any will do, also "" for none.
    """

    widget = forms.HiddenInput

    def __init__(self, *, among: Sequence[str] | None = None) -> None:
        super().__init__(required=False, strip=False)
        self.among = among

    def clean(self, value: Any) -> str:
        if value is None or (self.among is not None and value not in self.among):
            raise forms.ValidationError(INCOMPLETE)
        return str(value)


class StepForm(forms.Form):
    """A step on `lead`, or on one row of its log, as `user` saw it at `seen`."""

    seen = Moment(required=False)
    # Whether it comes from a queue, where no page asks anything back.
    is_queued = False

    def __init__(
        self,
        data: Any = None,
        *,
        lead: Lead,
        user: User,
        now: datetime,
        named: str = "",
        activity: Activity | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        """`named` tells the ids of one form on a page from those of another."""
        self.lead, self.user, self.now, self.activity = lead, user, now, activity
        auto_id = f"{named}_%s" if named else "id_%s"
        first = {**(initial or {}), **self.hidden()}
        super().__init__(data, initial=first, auto_id=auto_id, label_suffix="")

    def hidden(self) -> dict[str, str]:
        """What the page says beside what the colleague types."""
        return {
            "seen": self.now.isoformat(),
            "was_status": self.lead.status,
            "was_owner": self.lead.owner_id or "",
            "was_state": self.activity.status if self.activity else "",
            "key": str(new_id()),
        }

    def around(self) -> dict[str, Any]:
        """What the page of the step shows besides; only asked where the form has a page of its own."""
        return {}

    @property
    def is_possible(self) -> bool:
        """Whether there is anything to press."""
        return True

    def refuse(self, refused: Refused, words: str = "") -> None:
        """Say why beside its field; sent once more, the form knows what its reader has seen now."""
        field = BESIDE.get(refused.code)
        self.add_error(field if field in self.fields else None, words or sentence(refused))
        kept = () if refused.code == "used_key" else ("key",)
        self.renew(*(name for name in self.hidden() if name not in kept))

    def renew(self, *names: str) -> None:
        fresh = {name: value for name, value in self.hidden().items() if name in names}
        self.data: Any = {**dict(self.data.items()), **fresh}

    def full_clean(self) -> None:
        super().full_clean()
        broken = [name for name in self.hidden() if name in self.errors]
        if broken:
            self.renew("seen", *broken)


class Keyed(StepForm):
    """A step that is logged once, however often the page is sent."""

    key = OwnKey(error_messages={"required": INCOMPLETE, "invalid": INCOMPLETE})


class OnRow(StepForm):
    """A step on one row of the log, in the status that its page showed."""

    was_state = AsSeen()


class MoveForm(StepForm):
    was_status = AsSeen(among=LeadStatus.values)
    to = forms.ChoiceField(choices=LeadStatus, label=_("Move to"))
    reason = short_text(_("Why"), help_text=_("Needed to give a lead up, and to move it back."))


CALL_OUTCOMES = (
    ("reached", _("Talked")),
    ("no_answer", _("No answer")),
    ("busy", _("Line busy")),
    ("left_message", _("Left a message")),
    ("wrong_number", _("Wrong number")),
)
WAYS = (("call", _("Call")), ("whatsapp", _("WhatsApp")), ("email", _("E-mail")), ("sms", _("SMS")))
DIRECTIONS = (("out", _("We to them")), ("in", _("They to us")))


class ContactForm(Keyed):
    """`kind` is call, whatsapp, email or sms. A call has its outcome, a message its words."""

    kind = forms.ChoiceField(choices=WAYS, widget=forms.RadioSelect, label=_("What"), initial="call")
    direction = forms.ChoiceField(choices=DIRECTIONS, widget=forms.RadioSelect, label=_("Who"), initial="out")
    outcome = forms.ChoiceField(
        choices=CALL_OUTCOMES, label=_("How the call went"), required=False, initial="reached"
    )
    message = short_text(_("In a line"), longest=LONGEST_NOTE)
    and_move = forms.BooleanField(label=_("and move to Contacted"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        if cleaned.get("kind") == "call" and not cleaned.get("outcome") and "outcome" not in self.errors:
            self.add_error("outcome", _("Say how the call went."))
        if cleaned.get("kind") not in ("call", None) and not cleaned.get("message"):
            self.add_error("message", _("Say in a few words what was written."))
        return cleaned


class NoteForm(Keyed):
    text = long_text(_("Note"), missing=_("Write the note first."), rows=2)


QUICK = (("hour", _("In 1 hour")), ("tomorrow", _("Tomorrow 10:00")), ("week", _("In a week, 10:00")))


def quick_time(choice: str, now: datetime) -> datetime | None:
    """The time of a quick choice on the colleague's clock; None for a choice that there is not."""
    if choice == "hour":
        return (now + timedelta(hours=1)).replace(second=0, microsecond=0)
    days = {"tomorrow": 1, "week": 7}.get(choice)
    if days is None:
        return None
    day = timezone.localdate(now) + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, MORNING))


class Timed(StepForm):
    """A step that asks when: a quick choice, which is a button of its own, or a time."""

    at = forms.DateTimeField(
        label=_("When"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("Enter a date and a time, such as 2026-12-01 10:00.")},
    )
    quick_choices = QUICK

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        chosen = quick_time(str(self.data.get("quick") or ""), self.now)
        if chosen is not None:
            self.errors.pop("at", None)
            cleaned["at"] = chosen
        elif not cleaned.get("at") and "at" not in self.errors:
            self.add_error("at", _("Choose a date and a time."))
        elif cleaned.get("at") and cleaned["at"] - self.now > FARTHEST:
            self.add_error("at", _("This is more than a hundred years away. Check the year."))
        return cleaned


class FollowUpForm(Keyed, Timed):
    field_order = ("action", "at", "reason")
    action = forms.ChoiceField(
        label=_("What"),
        choices=(
            ("call", _("Call")),
            ("whatsapp", _("WhatsApp")),
            ("email", _("E-mail")),
            ("meeting", _("Meeting")),
        ),
    )
    reason = short_text(_("Why"))


class ApprovalForm(Keyed):
    approval_type = forms.ChoiceField(
        label=_("For"),
        choices=(
            ("discount", _("Discount")),
            ("delivery", _("Delivery")),
            ("credit", _("Credit")),
            ("other", _("Other")),
        ),
    )
    what = short_text(_("What you ask for"), missing=_("Say what you ask for."), longest=LONGEST_NOTE)


class WaitForm(Keyed):
    reason = short_text(_("Why"), missing=_("Say what you wait for."), initial=_("Waiting for the customer"))


class TakeForm(StepForm):
    pass


class ClearForm(StepForm):
    was_status = AsSeen(among=LeadStatus.values)
    decision = forms.ChoiceField(
        label=_("This enquiry is"),
        widget=forms.RadioSelect,
        choices=(("clear", _("genuine")), ("discard", _("to be discarded"))),
    )


class AssignForm(StepForm):
    was_owner = AsSeen()
    owner = forms.ModelChoiceField(
        User.objects.none(), to_field_name="identifier", label=_("Colleague"), empty_label=None
    )
    reason = short_text(_("Why"), missing=_("Say why: the colleague reads it."))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        colleagues = User.objects.who_work_leads()
        self.fields["owner"].queryset = colleagues  # type: ignore[attr-defined]  # known to ModelChoiceField alone
