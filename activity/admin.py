"""The log as staff read it. Nobody writes to it here."""

from django.contrib import admin

from activity.models import Activity
from leadsite.staff_lists import FactList, ModelAdmin


@admin.register(Activity)
class ActivityAdmin(FactList, ModelAdmin[Activity]):
    list_display = ("created_at", "lead", "type", "status", "message", "actor_type", "actor_id", "due_at")
    list_filter = ("type", "status", "actor_type")
    list_select_related = ("lead",)
    ordering = ("-created_at",)
    fields = (
        ("type", "status"),
        "lead",
        "message",
        ("actor_type", "actor_id"),
        "metadata",
        ("created_at", "updated_at", "due_at"),
    )
