"""What an action of a queue was based on, in the facts that its step asks for.

A queue says which version of the lead its colleague looked at, once for all that they do on that page. What
they have done themselves since, by the queue of the same device, they know: it is no reason to stop the next
one. What they did on another device they may have forgotten.
"""

from datetime import datetime

from activity.models import Activity
from leads.models import Lead
from leadsite.offline.models import OfflineActionQuerySet


def status_seen(lead: Lead, version: datetime, own: OfflineActionQuerySet, said: str | None) -> str:
    """Where the lead stood for a colleague who looked at `version` and has worked on since, as `own` tells.

    `said` is what their page said: it counts as long as they have not moved the lead themselves.
    """
    versions = own.values_list("version_found", "version_left")
    made = [(found, left) for found, left in versions if found is not None and left is not None]
    changes = Activity.objects.of_types(["status_change"]).filter(lead=lead).since(version)
    moved = False
    for at, facts in changes.order_by("created_at").values_list("created_at", "metadata"):
        # A change of status is logged at the time of the version that it made.
        if not any(found < at <= left for found, left in made):
            return str((facts or {}).get("from", ""))
        moved = True
    return lead.status if moved or said is None else said
