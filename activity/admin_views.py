"""What the buttons at a follow-up or an approval do."""

from collections.abc import Mapping
from typing import Any

from django.urls import URLPattern, path
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activity import approvals, follow_ups, waiting
from activity.bookings import steps as visits
from activity.outbox import again as sending_again
from activity.outbox.models import OutgoingMessage
from activity.recorder import Closed
from activity.step_forms import (
    AcceptForm,
    AgainForm,
    CancelForm,
    CompleteForm,
    DecideForm,
    GoOnForm,
    OverrideForm,
    SnoozeForm,
)
from activity.triage import reviewing
from activity.triage.judgement import FIELDS
from leads.exceptions import Refused
from leads.step_page import Step, Taking, on_activity


def snooze(taking: Taking) -> str:
    at = taking.data["at"]
    follow_ups.snooze(
        activity_id=about(taking), at=at, actor=taking.actor, now=taking.now, was=seen(taking),
        claimed_at=taking.claimed_at,
    )  # fmt: skip
    if at <= taking.now:
        return _("Its time has passed: it is due now.")
    return _("Put off until %(when)s.") % {"when": date_format(localtime(at), "D j M, H:i")}


def complete(taking: Taking) -> str:
    follow_ups.complete(
        activity_id=about(taking), outcome=taking.data["outcome"], actor=taking.actor, now=taking.now,
        was=seen(taking),
    )  # fmt: skip
    return _("Done, and logged.")


def cancel(taking: Taking) -> str:
    follow_ups.cancel(
        activity_id=about(taking), reason=taking.data["reason"], actor=taking.actor, was=seen(taking)
    )
    return _("Cancelled.")


def decide(taking: Taking) -> str:
    verdict = taking.data["verdict"]
    approvals.decide(
        activity_id=about(taking), verdict=verdict, reason=taking.data["reason"], actor=taking.actor,
        was=seen(taking),
    )  # fmt: skip
    return _("Approved.") if verdict == "approved" else _("Rejected.")


def go_on(taking: Taking) -> str:
    try:
        waiting.end(activity_id=about(taking), actor=taking.actor)
    except Closed:
        return _("The clock runs already.")
    return _("The clock runs again.")


def again(taking: Taking) -> str:
    try:
        sent = sending_again.retry(activity_id=about(taking), actor=taking.actor, now=taking.now)
    except OutgoingMessage.DoesNotExist:
        raise Refused("not_ours") from None
    return _("It is sent again now, to %(address)s.") % {"address": sent.outgoing.written_address}


def accept(taking: Taking) -> str:
    reviewing.review(
        result_id=about(taking), fields={}, actor=taking.actor, now=taking.now, key=taking.data["key"],
        was_review=taking.data["was_review"],
    )  # fmt: skip
    return _("Kept: the advice is right.")


def override(taking: Taking) -> str:
    said = {name: taking.data[name] for name in FIELDS}
    logged = reviewing.review(
        result_id=about(taking), fields=said, actor=taking.actor, now=taking.now, key=taking.data["key"],
        was_review=taking.data["was_review"],
    )  # fmt: skip
    overridden = (logged.metadata or {})["verdict"] == "overridden"
    return _("Kept: your word counts from now on.") if overridden else _("Kept: the advice is right.")


def seen(taking: Taking) -> str:
    state: str = taking.data["was_state"]
    return state


def about(taking: Taking) -> Any:
    return taking.activity.pk if taking.activity else None


_l = gettext_lazy
MESSAGES = ("email", "sms", "whatsapp")
STEPS: Mapping[str, tuple[str, Step]] = {
    "snooze": (
        "follow_up",
        Step(_l("Put the follow-up off"), _l("Put off"), SnoozeForm, snooze, touches="follow_up"),
    ),
    "complete": (
        "follow_up",
        Step(_l("Complete the follow-up"), _l("Done"), CompleteForm, complete, touches="follow_up"),
    ),
    "cancel": (
        "follow_up",
        Step(_l("Cancel the follow-up"), _l("Cancel it"), CancelForm, cancel, touches="follow_up"),
    ),
    "go_on": (
        "waiting",
        Step(_l("Stop waiting"), _l("Stop waiting"), GoOnForm, go_on, touches="waiting", implied=True),
    ),
    "again": (
        "message",
        Step(
            _l("Send the message again"),
            _l("Send it again"),
            AgainForm,
            again,
            touches="message",
            implied=True,
        ),
    ),
    "accept": (
        "ai_result",
        Step(_l("Accept the advice"), _l("Accept"), AcceptForm, accept, touches="advice"),
    ),
    "override": (
        "ai_result",
        Step(_l("Overrule the advice"), _l("Overrule"), OverrideForm, override, touches="advice"),
    ),
    "decide": (
        "approval",
        Step(_l("Decide"), _l("Decide"), DecideForm, decide, "activity.decide_approval", touches="approval"),
    ),
    **visits.STEPS,
}


def urls(wrap: Any) -> list[URLPattern]:
    """One address a step, admin:activity_activity_<step>; `wrap` is the admin site's own guard."""
    return [
        path(
            f"<uuid:{kind}>/{name.replace('_', '-')}/",
            wrap(on_activity(step, kind, MESSAGES if kind == "message" else ())),
            name=f"activity_activity_{name}",
        )
        for name, (kind, step) in STEPS.items()
    ]
