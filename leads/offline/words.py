"""What a device says by itself while there is no connection, in the active language."""

from collections.abc import Mapping

from django.utils.translation import gettext, pgettext


def device_words() -> Mapping[str, str]:
    """Each sentence by the name that the scripts know it by."""
    return {**page_words(), **kept_words(), **wrong_words(), **message_words()}


def page_words() -> Mapping[str, str]:
    return {
        "estimate": gettext("Estimate with tax"),
        "cut": gettext("No connection. Prices are an estimate from %(date)s."),
        "cut_unpriced": gettext("No connection. Your price follows."),
    }


def kept_words() -> Mapping[str, str]:
    """About quotes that wait on the device, and what became of them."""
    return {
        "waiting": gettext("Your request of %(date)s is kept on this device."),
        "waits_for": gettext(
            "It goes to the shop by itself when there is a connection. Estimate: %(total)s."
        ),
        "changing": gettext(
            "You are changing it: send the new one, and this one goes."
            " Left alone for %(minutes)s minutes, it is sent as it was."
        ),
        "overwrite": gettext("What you have typed in the form is replaced. Go on?"),
        "reached": gettext("Your request reached the shop. Reference: %(folio)s."),
        "same_total": gettext("Total with tax: %(total)s."),
        "other_total": gettext("The shop's total is %(total)s. The estimate was %(estimate)s."),
        "refused": gettext("The shop could not take your request of %(date)s."),
        "expired": gettext(
            "Your request of %(date)s was not sent: there was no connection for %(days)s days."
        ),
        "not_kept": gettext("Your request could not be kept on this device. Please send it on WhatsApp."),
        "whatsapp": gettext("Open WhatsApp"),
        "change": gettext("Change it"),
        "delete": gettext("Delete it"),
        "see": gettext("See your quote"),
        "close": gettext("Close"),
    }


def wrong_words() -> Mapping[str, str]:
    """What the server would say of a form that is not complete: the sentences of leads/forms.py."""
    return {
        "no_product": gettext("Choose at least one product."),
        "no_name": gettext("Tell us your name."),
        "short_name": gettext("Your name needs at least two letters."),
        "no_contact": gettext("Leave us a phone number or an e-mail address, so that we can answer."),
        "choose": gettext("Choose a product."),
        "how_much": gettext("How much do you need?"),
    }


def message_words() -> Mapping[str, str]:
    """The pieces of the WhatsApp text that a device writes: no folio, no signature, and it says so."""
    return {
        "hello": pgettext("whatsapp", "Hello %(business)s, I would like this quote:"),
        "title": pgettext("whatsapp", "Estimate"),
        "price_follows": pgettext("whatsapp", "price follows"),
        "all_follow": pgettext("whatsapp", "Price follows"),
        "so_far": pgettext("whatsapp", "Estimate so far"),
        "taxed": pgettext("whatsapp", "incl. tax %(tax)s"),
        "untaxed": pgettext("whatsapp", "no tax added"),
        "more": pgettext("whatsapp", "and %(count)s more"),
        "by_device": pgettext(
            "whatsapp",
            "Worked out without a connection, from prices of %(date)s. The shop's own quote follows.",
        ),
    }
