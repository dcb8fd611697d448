"""Leads of a colleague who is away: given to their cover for the time, and back again. The log says both."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from activity.kinds import Actor
from assignments.models import Assignment
from assignments.teams.models import Absence
from assignments.workflow import Handing, hand_over
from leads.exceptions import Refused
from leads.models import Lead
from leads.querysets import LeadQuerySet
from leadsite.accounts.models import User

LARGE = ("quote_data", "search_text", "message")


def give_to_cover(*, absence_id: UUID, actor: Actor, now: datetime) -> int:
    """Hand the open leads of who is away to their cover; how many.

    Raises Refused: gone, no_cover, handed_over.
    """
    with transaction.atomic():
        absence = _locked(absence_id)
        if absence.cover is None:
            raise Refused("no_cover")
        if absence.handed_over_at is not None:
            raise Refused("handed_over", str(absence.cover))
        back = timezone.localtime(absence.ends_at)
        why = f"Cover for {absence.user}, away until {back:%-d %b %Y, %H:%M}"
        given = _hand(open_of(absence.user), absence.cover, why, actor, now)
        absence.handed_over_at = now
        absence.save(update_fields=["handed_over_at"])
    return given


def take_back(*, absence_id: UUID, actor: Actor, now: datetime) -> int:
    """Hand back what the cover was given and still has open; how many.

    Raises Refused: gone, not_handed_over.
    """
    with transaction.atomic():
        absence = _locked(absence_id)
        if absence.handed_over_at is None:
            raise Refused("not_handed_over")
        why = f"Back to {absence.user}, who was away"
        given = _hand(with_cover(absence), absence.user, why, actor, now)
        absence.handed_over_at = None
        absence.save(update_fields=["handed_over_at"])
    return given


def open_of(user: User) -> LeadQuerySet:
    return Lead.objects.genuine().open().mine(user)


def with_cover(absence: Absence) -> LeadQuerySet:
    """What the cover was given in that moment and has still: nobody has handed it on since."""
    if absence.handed_over_at is None:
        return Lead.objects.none()
    given = Assignment.objects.current().filter(owner=absence.cover, assigned_at=absence.handed_over_at)
    return Lead.objects.open().filter(owner=absence.cover, pk__in=given.values("lead"))


def _locked(absence_id: UUID) -> Absence:
    rows = Absence.objects.select_related("user", "cover").select_for_update(of=("self",))
    absence = rows.filter(pk=absence_id).first()
    if absence is None:
        raise Refused("gone")
    return absence


def _hand(leads: LeadQuerySet, owner: User, why: str, actor: Actor, now: datetime) -> int:
    held: Sequence[Lead] = list(
        leads.defer(*LARGE).order_by("pk").select_for_update(of=("self",), no_key=True)
    )
    if held:
        hand_over([Handing(lead, owner, why) for lead in held], actor=actor, now=now)
    return len(held)
