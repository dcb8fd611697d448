"""A message of the outbox as an e-mail, whichever way it goes."""

import base64

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from activity.outbox.models import OutgoingMessage


def compose(message: OutgoingMessage) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=settings.EMAIL_FROM,
        to=[message.address],
        reply_to=[settings.EMAIL_REPLY_TO] if settings.EMAIL_REPLY_TO else None,
        headers=headers(message),
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    for part in message.attachments:
        mail.attach(part["name"], base64.b64decode(part["base64"]), part["type"])
    return mail


def headers(message: OutgoingMessage) -> dict[str, str]:
    """What goes out by itself says so: no automaton answers it then."""
    automatic = (message.activity.metadata or {}).get("automatic") is True
    return {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"} if automatic else {}
