"""An activity as a colleague reads it: a sentence from its facts, in the reader's language and time zone.

The log also holds what other programs wrote. Where the facts do not say enough, its message is the sentence.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from activity import kinds
from activity.models import Activity
from activity.triage.names import spoken
from leads.statuses import LeadStatus

LONGEST_VALUE = 80  # of a corrected field, shown in the sentence
MESSAGES = ("email", "sms", "whatsapp")
SPOKEN = ("call", *MESSAGES, "approval")  # their message is what a colleague wrote


@dataclass(frozen=True)
class Sentence:
    """`text` says what happened, `detail` what people said about it; `tone` is good, bad, open or nothing."""

    text: str
    detail: str = ""
    tone: str = ""


class Facts:
    """The metadata of one activity with its status; what is missing, or no text, is an empty text."""

    def __init__(self, kept: object, status: str) -> None:
        self.kept: Mapping[str, Any] = kept if isinstance(kept, Mapping) else {}
        self.status = status

    def __getitem__(self, name: str) -> str:
        value = self.kept.get(name)
        return value.strip() if isinstance(value, str) else ""

    def moment(self, name: str) -> str:
        """A time as the reader's clock shows it; as it was written where that is no time."""
        try:
            moment = parse_datetime(self[name])
            return clock(moment) if moment and moment.tzinfo else self[name]
        except (ValueError, OverflowError):  # the reader's calendar ends where the writer's still went on
            return self[name]

    def value(self, name: str) -> str:
        """Any value at all, shortened."""
        value = self.kept.get(name)
        text = "" if value is None else str(value)
        return f"{text[:LONGEST_VALUE]}…" if len(text) > LONGEST_VALUE else text


def clock(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "D j M Y, H:i")


def sentence(activity: Activity) -> Sentence:
    if activity.type == "note" or activity.type not in TELLERS:
        return Sentence(activity.message)
    told = TELLERS[activity.type](Facts(activity.metadata, activity.status))
    if not told.text:
        return replace(told, text=activity.message)
    if activity.type == "sla":
        return replace(told, detail=whom_it_reached(activity))
    if activity.message and told.text.endswith(f" · {activity.message}"):
        return told  # what came of a follow-up is both its outcome and its message
    if activity.type in SPOKEN and activity.message != plain(activity.type, activity.metadata):
        if activity.type in MESSAGES:  # what became of it stands above its words
            return replace(told, detail="\n".join(filter(None, (told.detail, activity.message))))
        return replace(told, detail=together(activity.message, told.detail))
    return told


def whom_it_reached(activity: Activity) -> str:
    """Who was told of an escalation: its facts do not say, its message does, but for the oldest."""
    escalated = Facts(activity.metadata, activity.status)["event"] == "escalated"
    return activity.message if escalated and not activity.message.startswith("escalated:") else ""


def request(activity: Activity) -> Sentence:
    """An approval without what became of it."""
    facts = {name: value for name, value in (activity.metadata or {}).items() if name != "outcome"}
    asked = Activity(type=activity.type, status="pending", message=activity.message, metadata=facts)
    return replace(sentence(asked), tone="")


def decision(status: str, reason: str) -> str:
    """The message to store when an approval is decided."""
    return f"{status.capitalize()}: {reason}"


def plain(kind: str, facts: object) -> str:
    """The message to store where a colleague wrote none: programs read it, so it is English."""
    with translation.override("en"):
        return TELLERS[kind](Facts(facts, kinds.KINDS[kind].first)).text


def actor(activity: Activity) -> str:
    """Who did it; `with_actor_names` of the queryset spares a query for each."""
    if activity.actor_type == kinds.ActorType.SYSTEM:
        return _("the system")
    return getattr(activity, "actor_name", None) or activity.actor_id or activity.get_actor_type_display()


def together(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def call(facts: Facts) -> Sentence:
    if facts["direction"] == "in":
        return Sentence(_("The customer called"), tone="good")
    outcomes = {
        "reached": _("Called and talked"),
        "no_answer": _("Called: no answer"),
        "busy": _("Called: the line was busy"),
        "left_message": _("Called and left a message"),
        "wrong_number": _("Called: a wrong number"),
    }
    said = facts["outcome"]
    text = outcomes.get(said) or together(_("Called"), said)
    return Sentence(text, tone="good" if said == "reached" else "")


def message(name: Callable[[], str]) -> Callable[[Facts], Sentence]:
    """The teller of a message by this way, such as an e-mail."""

    def tell(facts: Facts) -> Sentence:
        way = {"way": name()}
        if facts.status == "failed":
            return Sentence(_("%(way)s could not be delivered") % way, facts["error"], "bad")
        if facts["direction"] == "in":
            return Sentence(_("%(way)s from the customer") % way, tone="good")
        if facts.status == "queued":
            return Sentence(_("%(way)s is being sent") % way, facts["error"], "open")
        automatic = facts.kept.get("automatic") is True
        text = _("%(way)s sent automatically") if automatic else _("%(way)s to the customer")
        said = {"delivered": _("Delivered"), "read": _("Read by the customer")}  # by the provider, since
        return Sentence(text % way, said.get(facts.status, ""))

    return tell


def action(facts: Facts) -> str:
    """What a follow-up is, at the beginning of a sentence."""
    actions = {"call": _("Call"), "email": _("E-mail"), "meeting": _("Meeting"), "whatsapp": _("WhatsApp")}
    return actions.get(facts["action"], _("Follow-up"))


def follow_up(facts: Facts) -> Sentence:
    what = {"action": action(facts), "when": facts.moment("scheduled_for") or _("some time")}
    if facts.status == "completed":
        text, tone = _("%(action)s done") % what, "good"
    elif facts.status == "pending":
        moved = _("%(action)s put off until %(when)s") if facts["replaces"] else ""
        text, tone = (moved or _("%(action)s planned for %(when)s")) % what, "open"
    elif facts["outcome"] == "snoozed":  # by whom is told by the row that replaces it
        return Sentence(_("%(action)s planned for %(when)s, then put off") % what, facts["reason"])
    else:
        text, tone = _("%(action)s cancelled") % what, ""
    late = _("meant for %(when)s, arrived later") % {"when": at} if (at := facts.moment("meant_for")) else ""
    return Sentence(text, together(late, facts["reason"], facts["outcome"]), tone)


def approval(facts: Facts) -> Sentence:
    what = {"what": approval_name(facts)}
    texts = {
        "approved": (_("Approval asked for and given: %(what)s"), "good"),
        "rejected": (_("Approval asked for and refused: %(what)s"), "bad"),
    }
    text, tone = texts.get(facts.status, (_("Approval asked for: %(what)s"), "open"))
    return Sentence(text % what, facts["outcome"], tone)


def approval_name(facts: Facts) -> str:
    names = {"discount": _("discount"), "delivery": _("delivery"), "credit": _("credit"), "other": _("other")}
    return names.get(facts["approval_type"]) or facts["approval_type"] or _("other")


def waiting(facts: Facts) -> Sentence:
    tone = "open" if facts.status == "pending" else ""
    if facts["reason"] == _("Waiting for the customer"):  # what the page says where nobody says more
        return Sentence(facts["reason"] if tone else _("No longer waiting for the customer"), tone=tone)
    text = _("Waiting: %(reason)s") if tone else _("No longer waiting: %(reason)s")
    return Sentence(text % {"reason": facts["reason"]} if facts["reason"] else "", tone=tone)


def booking(facts: Facts) -> Sentence:
    if not facts["starts_at"]:
        return Sentence("")
    texts = {
        "confirmed": (_("Visit confirmed for %(when)s"), "good"),
        "declined": (_("Visit on %(when)s declined"), "bad"),
        "cancelled": (_("Visit on %(when)s cancelled"), ""),
    }
    offered = _("Visit moved to %(when)s") if facts["replaces"] else _("Visit offered for %(when)s")
    text, tone = texts.get(facts.status, (offered, "open"))
    detail = together(facts["place"], facts["outcome"])
    return Sentence(text % {"when": facts.moment("starts_at")}, detail, tone)


def status_name(status: str) -> str:
    return str(LeadStatus(status).label) if status in LeadStatus.values else status


def status_change(facts: Facts) -> Sentence:
    was, now = status_name(facts["from"]), status_name(facts["to"])
    tones: Mapping[str, str] = {LeadStatus.CONVERTED: "good", LeadStatus.LOST: "bad"}
    text = _("Moved from %(was)s to %(now)s") % {"was": was, "now": now} if was and now else ""
    return Sentence(text, facts["reason"], tones.get(facts["to"], ""))


def assignment(facts: Facts) -> Sentence:
    owner = {"owner": facts["owner_name"] or facts["owner_id"]}
    if not owner["owner"]:
        return Sentence("")
    if facts["assigned_by"] == facts["owner_id"]:
        return Sentence(_("Taken by %(owner)s") % owner)
    return Sentence(_("Given to %(owner)s") % owner, facts["reason"])


def quote(facts: Facts) -> Sentence:
    text = _("Asked for quote %(folio)s") % {"folio": facts["folio"]} if facts["folio"] else ""
    when, estimate = facts.moment("kept_at"), facts["estimate"]  # by a customer's device without network
    written = _("Written without a connection at %(when)s") % {"when": when} if when else ""
    told = _("estimate %(total)s") % {"total": estimate} if estimate else ""
    return Sentence(text, together(written, told), tone="good")


def sla(facts: Facts) -> Sentence:
    events = {
        "warned": (_("The deadline %(when)s comes near"), "open"),
        "missed": (_("The deadline %(when)s was missed"), "bad"),
        "answered_late": (_("Answered after the deadline %(when)s"), "bad"),
        "escalated": (_("The deadline %(when)s was missed: it went a step further"), "bad"),
        "met": (_("Answered before the deadline %(when)s"), "good"),
    }
    text, tone = events.get(facts["event"], ("", ""))
    return Sentence(text % {"when": facts.moment("deadline")} if text else "", tone=tone)


def field_name(name: str) -> str:
    names = {
        "name": _("name"), "phone": _("phone"), "email": _("e-mail"), "company": _("company"),
        "role": _("role"), "location": _("location"), "message": _("message"),
    }  # fmt: skip
    return names.get(name, name)


def correction(facts: Facts) -> Sentence:
    if not facts["field"]:
        return Sentence("")
    what = {"field": field_name(facts["field"]), "was": facts.value("from"), "now": facts.value("to")}
    if not what["was"]:
        text = _("Added the %(field)s %(now)s")
    elif not what["now"]:
        text = _("Removed the %(field)s %(was)s")
    else:
        text = _("Corrected the %(field)s from %(was)s to %(now)s")
    return Sentence(text % what, facts["reason"])


def ai_result(facts: Facts) -> Sentence:
    priorities = {"high": _("high"), "medium": _("medium"), "low": _("low")}
    what = {"type": facts["lead_type"], "priority": priorities.get(facts["priority"], facts["priority"])}
    text = _("Looks like: %(type)s, priority %(priority)s") % what if what["type"] else ""
    return Sentence(text, together(facts["suggested_action"], facts["reasoning"]))


def ai_review(facts: Facts) -> Sentence:
    verdicts = {"accepted": _("Agreed with the AI result"), "overridden": _("Overruled the AI result")}
    said = facts.kept.get("fields")
    named = [spoken(name, value) for name, value in said.items()] if isinstance(said, dict) else []
    return Sentence(verdicts.get(facts["verdict"], ""), ", ".join(named))


TELLERS: Mapping[str, Callable[[Facts], Sentence]] = {
    "ai_result": ai_result,
    "ai_review": ai_review,
    "assignment": assignment,
    "call": call,
    "email": message(lambda: _("E-mail")),
    "sms": message(lambda: _("SMS")),
    "whatsapp": message(lambda: _("WhatsApp message")),
    "follow_up": follow_up,
    "approval": approval,
    "waiting": waiting,
    "booking": booking,
    "status_change": status_change,
    "quote": quote,
    "sla": sla,
    "correction": correction,
}
