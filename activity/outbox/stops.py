"""Addresses that get no more messages: they bounced, complained or asked for it."""

from datetime import datetime

from activity.outbox.models import StoppedAddress, StopReason


def normal(channel: str, address: str) -> str:
    """The address as it is compared: an e-mail in lower case, a phone as E.164, which it is already."""
    return address.strip().lower() if channel == "email" else address.strip()


def stop(*, channel: str, address: str, reason: StopReason, now: datetime, detail: str = "") -> None:
    """Harmless where it is stopped already: the first reason stays, but for the customer's own wish."""
    row, made = StoppedAddress.objects.get_or_create(
        channel=channel,
        address=normal(channel, address),
        defaults={"reason": reason, "since": now, "detail": detail},
    )
    if not made and reason == StopReason.OPT_OUT and row.reason != reason:
        row.reason, row.since, row.detail = reason, now, detail
        row.save(update_fields=["reason", "since", "detail"])


def allow(*, channel: str, address: str) -> bool:
    """Whether it was stopped until now."""
    deleted, _ = StoppedAddress.objects.filter(channel=channel, address=normal(channel, address)).delete()
    return bool(deleted)


def stopped(*, channel: str, address: str) -> StoppedAddress | None:
    """Since when and why; None: messages may go there."""
    return StoppedAddress.objects.filter(channel=channel, address=normal(channel, address)).first()


def is_stopped(*, channel: str, address: str) -> bool:
    return stopped(channel=channel, address=address) is not None
