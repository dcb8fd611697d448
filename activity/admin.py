"""The log as staff read it. Nobody writes to it here."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from activity import admin_views, approval_page, follow_up_page
from activity.bookings import list_page
from activity.kinds import KINDS
from activity.letters import admin as _letters  # noqa: F401  # registered by being imported
from activity.models import Activity
from activity.texts import admin as _texts  # noqa: F401  # as above
from activity.triage import agreement_page
from leadsite.staff_lists import ModelAdmin, OfLeads


class StatusFilter(admin.SimpleListFilter):
    """The statuses from the table of kinds: asking ten million rows for theirs takes seconds."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [(status, status) for status in sorted({s for kind in KINDS.values() for s in kind.statuses})]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Activity]) -> QuerySet[Activity]:
        return queryset.filter(status=self.value()) if self.value() else queryset


@admin.register(Activity)
class ActivityAdmin(OfLeads, ModelAdmin[Activity]):
    list_display = ("created_at", "lead", "type", "status", "message", "actor_type", "actor_id", "due_at")
    list_filter = ("type", StatusFilter, "actor_type")
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

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("follow-ups/", wrap(follow_up_page.follow_ups), name="activity_follow_ups"),
            path("visits/", wrap(list_page.visits), name="activity_visits"),
            path("advice/", wrap(agreement_page.agreement), name="activity_advice"),
            path("approvals/", wrap(approval_page.approvals), name="activity_approvals"),
            *admin_views.urls(wrap),
            *super().get_urls(),
        ]
