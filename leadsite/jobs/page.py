"""The page of jobs: what failed and needs a person, what waits, what is at work."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from leads.models import Lead
from leadsite.due_times import ago
from leadsite.jobs import status
from leadsite.jobs.loading import load
from leadsite.jobs.models import Job, JobLogEntry
from leadsite.jobs.status import Status
from leadsite.jobs.tasks import TASKS
from leadsite.outside import resting
from leadsite.outside.resting import Rest

MAY_SEE, MAY_RETRY = "jobs.view_job", "jobs.retry_job"
SHOWN = 50


@dataclass(frozen=True)
class Row:
    """A job as staff read it. `entry` is the last thing that went wrong with it or was done about it."""

    job: Any  # a Job with its times
    title: str | Promise
    lead: Lead | None
    since: str
    entry: JobLogEntry | None
    is_stalled: bool
    is_later: bool

    @property
    def attempts(self) -> int:
        """Those made, the present one included."""
        return int(self.job.attempts) + int(self.job.status == "doing")


@dataclass(frozen=True)
class Section:
    """The first rows of many; `more`: there are others."""

    rows: tuple[Row, ...]
    more: bool


@require_safe
@permission_required(MAY_SEE, raise_exception=True)
def jobs(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    found = {
        "failed": list(Job.objects.failed().with_times().select_related("worker")[: SHOWN + 1]),
        "waiting": list(Job.objects.waiting().with_times().select_related("worker")[: SHOWN + 1]),
        "at_work": list(Job.objects.at_work().with_times().select_related("worker")[: SHOWN + 1]),
    }
    every = [job for some in found.values() for job in some]
    leads, entries = leads_of(request, every), last_entries(every)
    load()
    sections = {
        name: Section(tuple(row(job, leads, entries, now) for job in some[:SHOWN]), len(some) > SHOWN)
        for name, some in found.items()
    }
    context = {
        **admin.site.each_context(request),
        "title": _("Jobs"),
        "shown": SHOWN,
        "worker": worker_status().state,
        "resting": resting_providers(),
        "may_retry": request.user.has_perm(MAY_RETRY),
        **sections,
    }
    return TemplateResponse(request, "admin/jobs/jobs.html", context)


def worker_status() -> Status:
    with connection.cursor() as cursor:
        return status.read(cursor)


def resting_providers() -> list[Rest]:
    with connection.cursor() as cursor:
        return resting.read(cursor)


def leads_of(request: HttpRequest, found: Iterable[Job]) -> dict[str, Lead]:
    """The leads that these jobs are about, as far as this colleague may see them; one query."""
    named = {key for job in found if (key := lead_id(job)) is not None}
    leads = Lead.objects.visible_to(request.user).filter(pk__in=named).only("id", "name")
    return {str(lead.pk): lead for lead in leads}


def lead_id(job: Job) -> UUID | None:
    try:
        return UUID(str(job.args.get("lead_id")))
    except (AttributeError, ValueError):
        return None


def last_entries(found: Iterable[Job]) -> dict[int, JobLogEntry]:
    """By job; one query."""
    entries = JobLogEntry.objects.filter(job__in=[job.pk for job in found]).order_by("job", "-at", "-id")
    return {entry.job_id: entry for entry in entries.distinct("job")}


def row(job: Any, leads: Mapping[str, Lead], entries: Mapping[int, JobLogEntry], now: datetime) -> Row:
    about, task = lead_id(job), TASKS.get(job.task_name)
    dead = now - timedelta(seconds=settings.JOB_STALLED_SECONDS)
    return Row(
        job=job,
        title=task.title if task else job.task_name,
        lead=leads.get(str(about)),
        since=ago(job.changed_at, now) if job.changed_at else "",
        entry=entries.get(job.pk),
        is_stalled=job.status == "doing" and (job.worker is None or job.worker.last_heartbeat < dead),
        is_later=job.scheduled_at is not None and job.scheduled_at > now,
    )
