"""What a template is for, and which placeholders it may hold."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from activity.letters.quote_line import QUOTE
from activity.outbox.placeholders import MEANINGS

LONGEST_NAME, LONGEST_SUBJECT, LONGEST_BODY = 100, 200, 10_000


class Purpose(models.TextChoices):
    ACKNOWLEDGEMENT = "acknowledgement", _("Acknowledgement")
    REPLY = "reply", _("Reply")


EVERYWHERE = frozenset(MEANINGS) - {"colleague"}
# Nobody writes an acknowledgement: it has no colleague's name.
ALLOWED: Mapping[str, frozenset[str]] = {
    Purpose.ACKNOWLEDGEMENT: EVERYWHERE,
    Purpose.REPLY: EVERYWHERE | {"colleague"},
}
IN_A_SUBJECT = EVERYWHERE - {QUOTE, "quote_link"}
