"""The questions staff ask about jobs."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from procrastinate.contrib.django.models import ProcrastinateEvent

if TYPE_CHECKING:
    from leadsite.jobs.models import Job  # noqa: F401  # named in quotes below


class JobQuerySet(models.QuerySet["Job"]):
    def failed(self) -> "JobQuerySet":
        """Those that a person must look at, the newest first."""
        return self.filter(status="failed").order_by("-id")

    def waiting(self) -> "JobQuerySet":
        """Those that no worker has taken yet, in the order in which they are taken."""
        return self.filter(status="todo").order_by("-priority", "id")

    def at_work(self) -> "JobQuerySet":
        return self.filter(status="doing").order_by("id")

    def stalled(self, before: datetime) -> "JobQuerySet":
        """At work by a worker that has given no sign of life since then, or that is gone."""
        return self.at_work().filter(Q(worker=None) | Q(worker__last_heartbeat__lt=before))

    def with_times(self) -> "JobQuerySet":
        """`changed_at`: when it came to be as it is."""
        events = ProcrastinateEvent.objects.filter(job=OuterRef("pk")).exclude(type="scheduled")
        return self.annotate(changed_at=Subquery(events.order_by("-id").values("at")[:1]))
