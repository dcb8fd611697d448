"""What the buttons at a visit do: propose it on a lead; confirm, decline, move or call it off."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from activity.bookings import workflow
from activity.bookings.forms import (
    CallOffForm,
    ConfirmVisitForm,
    DeclineVisitForm,
    MoveVisitForm,
    VisitForm,
)
from activity.bookings.telling import Teller
from activity.bookings.workflow import Plan
from activity.models import Activity
from leads.step_page import Step, Taking


def propose(taking: Taking) -> str:
    visit = workflow.propose(
        lead_id=taking.lead.pk, plan=plan(taking), actor=taking.actor, now=taking.now, key=taking.data["key"]
    )
    return together(_("Proposed for %(when)s.") % when(taking), told(taking, visit, "invitation"))


def move(taking: Taking) -> str:
    visit = workflow.move(
        activity_id=about(taking), plan=plan(taking), reason=taking.data["reason"], actor=taking.actor,
        now=taking.now, key=taking.data["key"], was=taking.data["was_state"],
    )  # fmt: skip
    return together(_("Moved to %(when)s.") % when(taking), told(taking, visit, "invitation"))


def confirm(taking: Taking) -> str:
    workflow.confirm(
        activity_id=about(taking), actor=taking.actor, now=taking.now, was=taking.data["was_state"]
    )
    return _("The visit is confirmed.")


def decline(taking: Taking) -> str:
    workflow.decline(
        activity_id=about(taking), words=taking.data["words"], actor=taking.actor, now=taking.now,
        was=taking.data["was_state"],
    )  # fmt: skip
    return _("Logged: this visit does not take place.")


def call_off(taking: Taking) -> str:
    visit = workflow.call_off(
        activity_id=about(taking), reason=taking.data["reason"], actor=taking.actor,
        was=taking.data["was_state"],
    )  # fmt: skip
    return together(_("The visit is called off."), told(taking, visit, "called_off"))


def told(taking: Taking, visit: Activity, what: str) -> str:
    """Tell the customer where the colleague asked for it, in the same transaction."""
    way = taking.data["send"]
    if not way:
        return ""
    teller = Teller(taking.lead, visit, taking.site)
    teller.tell(what, way=way, actor=taking.actor, now=taking.now)
    return _("The customer gets an e-mail.") if way == "email" else _("The customer gets an SMS.")


def plan(taking: Taking) -> Plan:
    data = taking.data
    return Plan(data["staff"], data["times"], data["place"], taking.site, anyway=data["anyway"])


def when(taking: Taking) -> dict[str, str]:
    return {"when": date_format(taking.data["times"].begins, "D j M, H:i")}


def about(taking: Taking) -> UUID:
    return UUID(str(taking.activity.pk)) if taking.activity else UUID(int=0)


def together(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


PROPOSE = Step(_l("Propose a visit"), _l("Propose"), VisitForm, propose, touches=None)
STEPS: Mapping[str, tuple[str, Any]] = {
    "confirm_visit": (
        "booking",
        Step(_l("Confirm the visit"), _l("Confirm"), ConfirmVisitForm, confirm, touches="booking"),
    ),
    "decline_visit": (
        "booking",
        Step(
            _l("The customer cannot come"),
            _l("They cannot come"),
            DeclineVisitForm,
            decline,
            touches="booking",
        ),
    ),
    "move_visit": (
        "booking",
        Step(_l("Move the visit"), _l("Move it"), MoveVisitForm, move, touches="booking"),
    ),
    "call_off_visit": (
        "booking",
        Step(_l("Call the visit off"), _l("Call it off"), CallOffForm, call_off, touches="booking"),
    ),
}
