"""Why a step was not taken, in a sentence for the colleague who wanted it."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from leads.exceptions import Refused


def sentence(refused: Refused) -> str:
    owner = refused.detail or _("a colleague")
    sentences = {
        "gone": _("This lead no longer exists: the customer's data was erased."),
        "same": _("The lead stands there already."),
        "no_such_move": _("The lead cannot move there from where it stands now."),
        "managers_only": _("Only a manager moves a lead back."),
        "needs_reason": _("Say why: the reason is kept with the lead."),
        "changed_meanwhile": _("Somebody changed this lead meanwhile. Look at what is new, then go on."),
        "closed": _("This is %(status)s already.") % {"status": refused.detail},
        "already_taken": _("%(owner)s has taken this lead already.") % {"owner": owner},
        "same_owner": _("This lead is %(owner)s's already.") % {"owner": owner},
        "nothing_changed": _("Nothing is different from what the lead says already."),
        "own_request": _("You asked for this yourself: somebody else decides."),
        "in_the_past": _("This time has passed. Choose a later one."),
        "waits_already": _("We wait for the customer already."),
        "no_suspect": _("This lead is no suspect, or is one no more."),
        "no_contact": _("An e-mail address or a phone number has to stay."),
        "used_key": _("This page was sent before, with other words. Send it once more to log these too."),
        "stopped_address": _(
            "Nothing is sent to this address any more: the customer asked for that, or it failed."
        ),
        "not_stopped": _("Messages go there already, or it is no address of this customer's."),
        "no_email": _("This lead has no e-mail address."),
        "no_channel": _("Messages of this kind cannot be sent from here: no provider is set up."),
        "no_phone": _("This lead has no phone number."),
        "too_long": _("Write a text of 1600 letters at most."),
        "not_ours": _("This message was not sent from here: write a new one."),
        "window_closed": _(
            "The customer wrote more than 24 hours ago: WhatsApp takes only a template now. Choose one."
        ),
        "not_failed": _("This message has not failed: nothing is sent twice."),
        "double_booked": _("%(owner)s has another visit at that time.") % {"owner": owner},
        "away": _("%(owner)s is away then, until %(end)s.") % {"owner": owner, "end": end(refused)},
        "off_hours": _("This is outside the working hours of %(owner)s’s team.") % {"owner": owner},
        "visit_over": _("The time of this visit has come: it can be called off, or logged as a contact."),
        "newer_advice": _("There is newer advice about this lead. Look at that one."),
        "reviewed_already": _("This was said about the advice already."),
        "duplicate": _("The customer has another lead of that day under this e-mail address."),
    }
    return sentences.get(refused.code) or _("This cannot be done now.")


def end(refused: Refused) -> str:
    return date_format(timezone.localtime(refused.at), "D j M, H:i") if refused.at else ""
