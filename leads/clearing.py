"""A person decides about suspects: genuine after all, or discarded."""

from django.db import transaction
from django.db.models import Q

from activity import recorder
from activity.kinds import Actor
from leads.models import Lead, Submission
from leads.querysets import LeadQuerySet
from leads.statuses import LeadStatus


@transaction.atomic
def clear(*, leads: LeadQuerySet, actor: Actor) -> list[Lead]:
    """Take these suspects for genuine; the leads that were ones. They are counted and worked from now on."""
    cleared = list(leads.suspect().select_for_update(of=("self",)).order_by("pk"))
    Submission.objects.filter(lead__in=cleared).suspect().update(suspect=None)
    for lead in cleared:
        recorder.record(lead_id=lead.pk, kind="note", message="Cleared: a genuine enquiry", actor=actor)
    return cleared


@transaction.atomic
def discard(*, leads: LeadQuerySet, actor: Actor) -> list[Lead]:
    """Put these suspects aside as lost; nothing is deleted, and a manager can bring them back."""
    discarded = list(leads.suspect().open().select_for_update(of=("self",)).order_by("pk"))
    with recorder.acting(actor, "discarded as a suspect"):
        # A suspect is no customer who was given up, so this is not a move of the table.
        Lead.objects.filter(Q(pk__in=[lead.pk for lead in discarded])).update(status=LeadStatus.LOST)
    return discarded
