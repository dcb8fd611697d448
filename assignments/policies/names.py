"""What priorities, clocks and deeds are called on the pages."""

from django.utils.translation import gettext_lazy as _

PRIORITY_NAMES = {"low": _("Low"), "medium": _("Medium"), "high": _("High")}
CLOCK_NAMES = {
    "first_response": _("First response"),
    "owner_response": _("Owner’s response"),
    "next_response": _("Next response"),
}
DEED_NAMES = {
    "notify_owner": _("Tell the owner at … %"),
    "notify_manager": _("Tell the manager at … %"),
    "reassign": _("Reassign the lead at … %"),
}
DONE_NAMES = {
    "notify_owner": _("the owner is told"),
    "notify_manager": _("the manager is told"),
    "reassign": _("the lead goes to somebody else"),
}
