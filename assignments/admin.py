"""Who works which lead, as staff read it."""

from django.contrib import admin

from assignments.calendars import admin as _calendars  # noqa: F401  # registered by being imported
from assignments.models import Assignment
from assignments.policies import admin as _policies  # noqa: F401  # as above
from assignments.routing import admin as _routing  # noqa: F401  # as above
from assignments.teams import admin as _teams  # noqa: F401  # as above
from leadsite.staff_lists import ModelAdmin, OfLeads


@admin.register(Assignment)
class AssignmentAdmin(OfLeads, ModelAdmin[Assignment]):
    list_display = ("assigned_at", "lead", "owner_name", "sla_deadline", "status", "sla_met")
    list_filter = ("status", "sla_met")
    list_select_related = ("lead",)
    ordering = ("-assigned_at", "-id")
    fields = (
        "lead",
        ("owner", "owner_name"),
        ("assigned_at", "sla_deadline", "completed_at"),
        ("status", "sla_met", "response_time_minutes"),
    )
