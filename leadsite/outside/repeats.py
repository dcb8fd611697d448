"""What comes again: a provider that did not hear our answer, or somebody who has copied what it said.

A provider that signs the time signs every try anew: the same id and body at a later time is its own. One
that does not is believed for as long as it repeats by itself. Both are answered as before, and nothing is
done twice; anything else is a copy, and refused.
"""

from datetime import datetime
from hashlib import sha256

from django.db.models import Q, QuerySet

from leadsite.outside.deliveries import Delivery, Replayed, Signed
from leadsite.outside.models import ReceivedHook


def is_first(provider: str, signed: Signed, delivery: Delivery) -> bool:
    """Note that it was taken; False where it was before and its provider repeats it. Raises Replayed."""
    body = sha256(delivery.body).hexdigest()
    row, is_new = ReceivedHook.objects.get_or_create(
        provider=provider,
        delivery=signed.id,
        defaults={
            "received_at": delivery.at,
            "signed_at": signed.at,
            "body_hash": body,
            "forget_at": delivery.at + signed.known_for,
        },
    )
    if not is_new:
        refuse_copies(row, signed, delivery, body)
    return is_new


def refuse_copies(row: ReceivedHook, signed: Signed, delivery: Delivery, body: str) -> None:
    # Of what was taken before these were noted they are empty: that contradicts nothing.
    if row.body_hash not in ("", body):
        raise Replayed("another body under an id that was taken")
    if signed.at is None:
        if delivery.at - row.received_at > signed.repeated_for:
            raise Replayed("it came again when its provider repeats it no more")
    elif not earlier_tries(signed.at).filter(pk=row.pk).update(signed_at=signed.at):
        raise Replayed("the same try came twice")


def earlier_tries(at: datetime) -> QuerySet[ReceivedHook]:
    return ReceivedHook.objects.filter(Q(signed_at__lt=at) | Q(signed_at__isnull=True))
