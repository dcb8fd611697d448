"""A person decides about suspects: genuine after all, or discarded."""

from django.db import transaction

from activity import recorder
from activity.authors import CLEARED, DISCARDED
from activity.kinds import Actor
from leads import workflow
from leads.models import Lead, Submission
from leads.querysets import LeadQuerySet
from leads.statuses import LeadStatus


@transaction.atomic
def clear(*, leads: LeadQuerySet, actor: Actor) -> list[Lead]:
    """Take these suspects for genuine; the leads that were ones. They are counted and worked from now on."""
    cleared = list(_locked(leads.suspect()))
    Submission.objects.filter(lead__in=cleared).suspect().update(suspect=None)
    for lead in cleared:
        recorder.record(lead_id=lead.pk, kind="note", message=CLEARED, actor=actor)
    return cleared


@transaction.atomic
def discard(*, leads: LeadQuerySet, actor: Actor) -> list[Lead]:
    """Put these suspects aside as lost; nothing is deleted, and a manager can bring them back."""
    discarded = list(_locked(leads.suspect().open()))
    workflow.change_status(
        leads=Lead.objects.filter(pk__in=[lead.pk for lead in discarded]),
        to=LeadStatus.LOST,
        actor=actor,
        manager=False,
        reason=DISCARDED,
    )
    return discarded


def _locked(leads: LeadQuerySet) -> LeadQuerySet:
    """Those that still are what they were asked for once nobody else can decide about them.

    Whoever waited for the lock read before it: a colleague may have cleared the lead in between, which leaves
    no trace in its row.
    """
    rows = leads.select_for_update(of=("self",), no_key=True).order_by("pk").only("pk")
    locked = [lead.pk for lead in rows]
    return leads.filter(pk__in=locked).order_by("pk")
