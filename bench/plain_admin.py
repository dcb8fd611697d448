"""The back office that one would write first: a ModelAdmin of the same models, a dashboard by the ORM.

Only measured against (bench/workbench.py): its own site, at an address of its own.
"""

import statistics
from datetime import datetime, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Avg, Count, Q, Sum
from django.db.models.functions import TruncDate
from django.urls import path

from activity.models import Activity
from assignments.models import Assignment
from leads.models import Lead, LeadProduct, Submission
from leadsite import urls

site = admin.AdminSite(name="plain")


class ProductInline(admin.TabularInline):  # type: ignore[type-arg]  # generic to the type checker alone
    model = LeadProduct
    extra = 0


class SubmissionInline(admin.TabularInline):  # type: ignore[type-arg]  # as above
    model = Submission
    extra = 0


class AssignmentInline(admin.TabularInline):  # type: ignore[type-arg]  # as above
    model = Assignment
    extra = 0


class ActivityInline(admin.TabularInline):  # type: ignore[type-arg]  # as above
    model = Activity
    extra = 0


@admin.register(Lead, site=site)
class LeadAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # as above
    list_display = ("name", "status", "source", "owner", "phone", "created_at", "total", "deadline")
    list_filter = ("status", "source", "owner", "products__category")
    search_fields = ("name", "email", "phone", "company", "folio")
    date_hierarchy = "created_at"
    inlines = (ProductInline, SubmissionInline, AssignmentInline, ActivityInline)

    def total(self, lead: Lead) -> Any:
        submission = lead.submissions.order_by("-received_at").first()
        return submission and submission.quote_total

    def deadline(self, lead: Lead) -> Any:
        assignment = lead.assignments.filter(status="active").first()
        return assignment and assignment.sla_deadline


def seven(now: datetime) -> dict[str, Any]:
    month = now - timedelta(days=30)
    genuine = Q(submissions__suspect__isnull=True)
    recent = Lead.objects.filter(genuine, created_at__gt=month)
    return {
        "total": Lead.objects.filter(genuine).distinct().count(),
        "today": Lead.objects.filter(genuine, created_at__date=now.date()).count(),
        "follow_ups": Activity.objects.filter(
            type="follow_up", status="pending", due_at__lte=now + timedelta(hours=1)
        ).count(),
        "approvals": Activity.objects.filter(type="approval", status="pending").count(),
        "late": Assignment.objects.filter(status="active", sla_deadline__lt=now).count(),
        "minutes": Assignment.objects.filter(completed_at__gt=month).aggregate(Avg("response_time_minutes")),
        "rate": recent.filter(status="converted").count() / max(recent.count(), 1),
    }


def dashboard(now: datetime, days: int = 90) -> dict[str, Any]:
    """The same page's figures, each as the ORM's documentation would have it."""
    leads = Lead.objects.filter(submissions__suspect__isnull=True, created_at__gt=now - timedelta(days=days))
    waits: Any = leads.filter(first_response_at__isnull=False).values_list("created_at", "first_response_at")
    minutes = sorted((answered - asked).total_seconds() // 60 for asked, answered in waits)
    return {
        **seven(now),
        "next": list(Lead.objects.filter(first_response_at=None, status="new").order_by("created_at")[:5]),
        "due": list(Activity.objects.filter(type="follow_up", status="pending").order_by("due_at")[:5]),
        "asked": list(Activity.objects.filter(type="approval", status="pending").order_by("created_at")[:5]),
        "days": list(leads.annotate(day=TruncDate("created_at")).values("day").annotate(Count("pk"))),
        "funnel": list(leads.values("status").annotate(Count("pk"))),
        "sources": list(leads.values("source").annotate(Count("pk"))),
        "values": list(
            leads.values("status", "submissions__currency").annotate(Sum("submissions__quote_total"))
        ),
        "median": statistics.median(minutes or [0]),
        "p90": minutes[len(minutes) * 9 // 10] if minutes else 0,
    }


urlpatterns = [path("plain/", site.urls), *urls.urlpatterns]
