"""The order in which policies are tried, and which are tried at all."""

from uuid import UUID

from django.db import transaction

from assignments.policies.models import Policy


class NoSuchMove(Exception):
    """It stands at that end already, is the fallback, or is not here any more. Nothing was written."""


@transaction.atomic
def move(*, policy_id: UUID, up: bool) -> Policy:
    """Try a policy before the one in front of it, or after the one behind. Raises NoSuchMove."""
    rows = list(Policy.objects.select_for_update().movable())
    place = next((number for number, row in enumerate(rows) if row.pk == policy_id), None)
    other = None if place is None else place + (-1 if up else 1)
    if place is None or other is None or not 0 <= other < len(rows):
        raise NoSuchMove
    moved = rows[place]
    rows[place], rows[other] = rows[other], rows[place]
    for number, row in enumerate(rows, start=1):
        row.position = number
    Policy.objects.bulk_update(rows, ["position"])
    return moved


@transaction.atomic
def set_use(*, policy_id: UUID, used: bool) -> Policy:
    """Have a policy tried, or not any more. Raises NoSuchMove: the fallback always is."""
    policy = Policy.objects.select_for_update().filter(pk=policy_id, is_fallback=False).first()
    if policy is None:
        raise NoSuchMove
    policy.is_active = used
    policy.save(update_fields=["is_active"])
    return policy
