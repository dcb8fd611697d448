"""The steps that a colleague takes on a lead: one call of a workflow each, and a sentence about it."""

from collections.abc import Mapping
from typing import Any

from django.urls import URLPattern, path
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activity import approvals, authors, follow_ups, notes, waiting
from activity.bookings import steps as visits
from activity.chats import writing as chatting
from activity.chats.form import ChatForm
from activity.letters import replying
from activity.letters.reply_form import ReplyForm
from activity.outbox import allowing
from activity.outbox.allow_form import AllowForm
from activity.sentences import field_name, plain, status_name
from activity.texts import writing
from activity.texts.text_form import TextForm
from assignments import workflow as assigning
from leads import clearing, corrections, step_forms
from leads import workflow as moving
from leads.correct_form import CorrectForm
from leads.exceptions import Conflict, Refused
from leads.statuses import LeadStatus
from leads.step_page import Step, Taking, on_lead

BY_HAND: Mapping[str, Mapping[str, object]] = {
    "email": {"automatic": False, "channel": "by hand", "retry_count": 0},
    "sms": {"automatic": False, "provider": "by hand", "retry_count": 0},
    "whatsapp": {"automatic": False, "provider": "by hand", "retry_count": 0},
}


def chat(taking: Taking) -> str:
    data = taking.data
    common: Any = {"lead": taking.lead, "actor": taking.actor, "now": taking.now, "key": data["key"]}
    if data.get("template"):
        chatting.write_template(template=data["template"], values=data["values"], **common)
    else:
        chatting.write(text=data.get("text", ""), **common)
    return _("On its way by WhatsApp.")


def move(taking: Taking) -> str:
    outcome = moving.move(
        leads=taking.leads,
        to=taking.data["to"],
        actor=taking.actor,
        manager=taking.user.has_perm("leads.reopen_lead"),
        reason=taking.data["reason"],
        was=taking.data["was_status"],
    )
    status = {"status": status_name(taking.data["to"])}
    if not outcome.moved:
        check_no_word_is_lost(taking)
        return _("The lead is at %(status)s already.") % status
    return _("Moved to %(status)s.") % status


def check_no_word_is_lost(taking: Taking) -> None:
    """Two who wanted the same agree, but for their reasons. Raises Conflict where ours would be lost."""
    to, why = taking.data["to"], taking.data["reason"]
    clash = authors.status_clash(
        lead_id=taking.lead.pk, seen=taking.data["was_status"], wanted=to, now=to, why=why
    )
    if why and clash.seen != to and (clash.by.id, clash.because) != (taking.user.identifier, why):
        raise Conflict("same", [clash])


def contact(taking: Taking) -> str:
    """The contact first: what is logged already moves nothing a second time."""
    data = taking.data
    facts: dict[str, object] = {"direction": data["direction"]}
    facts |= {"outcome": data["outcome"]} if data["kind"] == "call" else BY_HAND[data["kind"]]
    assigning.record_contact(
        lead_id=taking.lead.pk,
        kind=data["kind"],
        message=data["message"] or plain(data["kind"], facts),
        facts=facts,
        actor=taking.actor,
        now=taking.now,
        key=data["key"],
    )
    return moved_on(taking) if data["and_move"] else _("Logged.")


def moved_on(taking: Taking) -> str:
    """Whoever was spoken to is contacted, unless a colleague has moved the lead further meanwhile."""
    outcomes = moving.change_status(
        leads=taking.leads, to=LeadStatus.CONTACTED, actor=taking.actor, manager=False
    )
    if [outcome.moved for outcome in outcomes] == [True]:
        return _("Logged, and moved to Contacted.")
    status = {"status": status_name(outcomes[0].was if outcomes else taking.lead.status)}
    return _("Logged. The lead stays at %(status)s.") % status


def note(taking: Taking) -> str:
    notes.write(lead_id=taking.lead.pk, text=taking.data["text"], actor=taking.actor, key=taking.data["key"])
    return _("Note kept.")


def follow_up(taking: Taking) -> str:
    at = taking.data["at"]
    follow_ups.plan(
        lead_id=taking.lead.pk,
        action=taking.data["action"],
        at=at,
        claimed_at=taking.claimed_at,
        reason=taking.data["reason"],
        actor=taking.actor,
        now=taking.now,
        key=taking.data["key"],
    )
    if at <= taking.now:
        return _("Its time has passed: it is due now.")
    return _("Planned for %(when)s.") % {"when": date_format(localtime(at), "D j M, H:i")}


def approval(taking: Taking) -> str:
    approvals.ask(
        lead_id=taking.lead.pk,
        what=taking.data["what"],
        approval_type=taking.data["approval_type"],
        actor=taking.actor,
        key=taking.data["key"],
    )
    return _("Asked. A manager decides.")


def wait(taking: Taking) -> str:
    waiting.begin(
        lead_id=taking.lead.pk,
        reason=taking.data["reason"],
        actor=taking.actor,
        now=taking.now,
        key=taking.data["key"],
    )
    return _("It is the customer’s turn: the clock stands still.")


def correct(taking: Taking) -> str:
    changed = corrections.correct(
        lead_id=taking.lead.pk,
        changes={name: taking.data[name] or None for name in corrections.CORRECTABLE},
        reason=taking.data["reason"],
        actor=taking.actor,
        was=taking.data["was"],
    )
    return _("Corrected: %(fields)s.") % {"fields": ", ".join(map(field_name, changed))}


def take(taking: Taking) -> str:
    try:
        assigning.take(lead_id=taking.lead.pk, owner=taking.user, actor=taking.actor, now=taking.now)
    except Refused as refused:
        if refused.code != "same_owner":
            raise
        return _("This lead is yours already.")
    return _("This lead is yours now.")


def assign(taking: Taking) -> str:
    owner = taking.data["owner"]
    assigning.assign(
        lead_id=taking.lead.pk,
        owner=owner,
        actor=taking.actor,
        reason=taking.data["reason"],
        now=taking.now,
        was_owner=taking.data["was_owner"],
    )
    return _("Given to %(owner)s.") % {"owner": owner.name}


def clear(taking: Taking) -> str:
    genuine = taking.data["decision"] == "clear"
    standing = taking.leads.values_list("status", flat=True).get()
    if standing == LeadStatus.LOST != taking.data["was_status"]:
        raise decided_already(taking)
    decided = (clearing.clear if genuine else clearing.discard)(leads=taking.leads, actor=taking.actor)
    if not decided:
        raise decided_already(taking)
    return _("Taken for genuine: it counts from now on.") if genuine else _("Discarded: it is lost now.")


def decided_already(taking: Taking) -> Refused:
    clash = authors.suspect_clash(lead_id=taking.lead.pk, wanted=taking.data["decision"])
    return Conflict("no_suspect", [clash]) if clash else Refused("no_suspect")


def text(taking: Taking) -> str:
    writing.write(
        lead_id=taking.lead.pk,
        text=taking.data["text"],
        template=taking.data["template"],
        actor=taking.actor,
        now=taking.now,
        key=taking.data["key"],
    )
    return _("The SMS is on its way. The timeline says when it was sent.")


def reply(taking: Taking) -> str:
    replying.send(
        lead_id=taking.lead.pk,
        reply=replying.typed(taking.data, taking.user.name),
        actor=taking.actor,
        now=taking.now,
        key=taking.data["key"],
    )
    return _("The e-mail is on its way. The timeline says when it was sent.")


def allow(taking: Taking) -> str:
    allowing.allow(
        lead_id=taking.lead.pk,
        stop_id=taking.data["stop"],
        reason=taking.data["reason"],
        actor=taking.actor,
        now=taking.now,
        key=taking.data["key"],
    )
    return _("Messages go there again.")


_l = gettext_lazy
STEPS: Mapping[str, Step] = {
    "move": Step(_l("Move the lead"), _l("Move"), step_forms.MoveForm, move, touches="status"),
    "contact": Step(_l("Log a contact"), _l("Log"), step_forms.ContactForm, contact, touches=None),
    "chat": Step(
        _l("Write on WhatsApp"),
        _l("Send"),
        ChatForm,
        chat,
        template="admin/activity/chats/chat.html",
        touches=None,
    ),
    "note": Step(_l("Write a note"), _l("Keep"), step_forms.NoteForm, note, touches=None),
    "follow_up": Step(_l("Plan a follow-up"), _l("Plan"), step_forms.FollowUpForm, follow_up, touches=None),
    "approval": Step(_l("Ask for approval"), _l("Ask"), step_forms.ApprovalForm, approval, touches=None),
    "wait": Step(
        _l("Wait for the customer"), _l("Wait"), step_forms.WaitForm, wait, touches="waiting", implied=True
    ),
    "text": Step(
        _l("Send an SMS"), _l("Send"), TextForm, text, template="admin/activity/texts/text.html", touches=None
    ),
    "reply": Step(
        _l("Answer by e-mail"),
        _l("Send"),
        ReplyForm,
        reply,
        template="admin/activity/letters/reply.html",
        touches=None,
    ),
    "allow": Step(
        _l("Allow messages again"),
        _l("Allow them"),
        AllowForm,
        allow,
        "activity.allow_stoppedaddress",
        touches="stop",
        implied=True,
    ),
    "correct": Step(_l("Correct the customer's data"), _l("Correct"), CorrectForm, correct, touches="data"),
    "take": Step(
        _l("Take the lead"), _l("Take it"), step_forms.TakeForm, take, touches="owner", implied=True
    ),
    "assign": Step(
        _l("Give the lead to a colleague"),
        _l("Give"),
        step_forms.AssignForm,
        assign,
        "leads.assign_lead",
        touches="owner",
    ),
    "visit": visits.PROPOSE,
    "clear": Step(_l("A suspect?"), _l("Decide"), step_forms.ClearForm, clear, touches="suspect"),
}


def urls(wrap: Any) -> list[URLPattern]:
    """One address a step, admin:leads_lead_<step>; `wrap` is the admin site's own guard."""
    return [
        path(f"<uuid:pk>/{name.replace('_', '-')}/", wrap(on_lead(step)), name=f"leads_lead_{name}")
        for name, step in STEPS.items()
    ]
