"""Leads with everything around them, for the staff's pages."""

import json
from datetime import datetime, timedelta
from decimal import Decimal

from activity.models import Activity
from assignments.models import Assignment
from leads.models import Lead, LeadProduct, Submission
from leads.quoting import folio
from leadsite.accounts.models import User
from leadsite.jobs.models import Job, JobLogEntry
from tests.database.access import run
from tests.leads.quoting.rows import NOW

SNAPSHOT = {"total": "2000.50", "currency": "INR"}


def lead(number: int = 1, *, asked: datetime = NOW, suspect: str | None = None, **changed: object) -> Lead:
    """A lead that came by the form, number telling one from the other."""
    facts = {"name": f"Priya Sharma {number}", "phone": f"+9198200000{number:02}", "quote_data": SNAPSHOT}
    written = folio.make(number.to_bytes(1) * 7)
    row = Lead.objects.create(**{**facts, "folio": written, "created_at": asked, **changed})
    Submission.objects.create(
        id=row.id,
        folio=written,
        lead=row,
        received_at=asked,
        suspect=suspect,
        quote=SNAPSHOT,
        quote_total=Decimal("2000.50"),
        currency="INR",
    )
    return row


def asked_again(row: Lead, hours: int = 1, **changed: object) -> Submission:
    """A second enquiry of the customer on that day."""
    facts = {
        "folio": f"AGAIN-{row.pk}-{hours}",
        "kind": "repeat",
        "received_at": row.created_at + timedelta(hours=hours),
        "quote": {**SNAPSHOT, "total": "50"},
        "quote_total": Decimal(50),
        "currency": "INR",
    }
    return Submission.objects.create(lead=row, **{**facts, **changed})


def worked(row: Lead, owner: User) -> Lead:
    """The same lead with products, an owner and a log."""
    for product in ("Premium laminate", "Wall panel"):
        LeadProduct.objects.create(lead=row, category="Laminates", product=product, quantity="20 sq ft")
    Assignment.objects.create(
        lead=row, owner=owner, owner_name=owner.name, sla_deadline=row.created_at + timedelta(hours=1)
    )
    for text in ("Called: no answer", "Sent samples"):
        Activity.objects.create(lead=row, type="note", message=text)
    return row


def failed_job(row: Lead) -> Job:
    """A job about this lead that a person must look at."""
    (job_id,) = run(
        "insert into procrastinate_jobs (queue_name, task_name, args, status, attempts)"
        " values ('default', 'greet', %s, 'failed', 6) returning id",
        json.dumps({"lead_id": str(row.pk)}),
    )[0]
    job = Job.objects.get(pk=job_id)
    JobLogEntry.objects.create(
        job=job, kind="failed", attempt=6, message="ValueError: no such number", traceback="in greet"
    )
    return job
