"""What a token may be used for. It never gives more than its owner may: both must allow a request."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    READ = "leads:read", _("Read leads, their log and quotes")
    WRITE = "leads:write", _("Work leads: status, notes, contacts, follow-ups, requests for approval")
    ASSIGN = "leads:assign", _("Give leads to colleagues")
    DECIDE = "approvals:decide", _("See and decide approvals")
    SEND = "messages:send", _("Send messages to customers")
    STATS = "stats:read", _("Read figures and quotes that were never sent")
