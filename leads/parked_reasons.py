"""Why the database refused a parked quote, in a sentence for whoever puts it right."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

RULES: Mapping[str, Any] = {
    "leads_folio_key": _("Its folio belongs to another lead already."),
    "submissions_folio_key": _("Its folio belongs to another quote already."),
    "leads_email_created_key": _("The customer has another lead of that day under this e-mail address."),
    "leads_email_or_phone": _("It has neither an e-mail address nor a phone number."),
    "leads_name_is_readable": _("The name is shorter than two characters."),
    "leads_phone_digits": _("The phone number is not one that can be called."),
    "submissions_quote_total_is_a_number": _("Its total is no number."),
    "leads_times_are_readable": _("The time when the customer asked cannot be read."),
}
# By SQLSTATE, or by its class.
STATES: Mapping[str, Any] = {
    "22001": _("One of the texts is too long."),
    "22P02": _("The file cannot be read."),
    "22P05": _("One of the texts holds a character that cannot be stored."),
    "22": _("Something in it cannot be stored as it is."),
    "23502": _("Something that every quote has is missing."),
    "23505": _("Something in it may be there once only, and is there already."),
    "23": _("Something in it breaks a rule of the database."),
}


def sentence(reason: str) -> str:
    """`reason` is as `leads.intake.failures.named` writes it: kind, SQLSTATE, rule."""
    words = reason.replace(":", " ").split()
    keys = (*words, *(word[:2] for word in words if len(word) == 5))
    known = [told[key] for told in (RULES, STATES) for key in keys if key in told]
    return str(known[0]) if known else str(_("The database refused it."))
