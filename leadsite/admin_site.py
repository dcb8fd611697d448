"""The back office: Django's admin with our own way through it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from assignments.clocks import explain_page, queue_page
from assignments.notices import page as notices
from assignments.report import page as report
from leads import parked_files
from leadsite import refused
from leadsite.api import tokens_page
from leadsite.dashboard import page
from leadsite.jobs import admin_views as jobs_views
from leadsite.offline import replay_views, shell_views

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True)
class Place:
    """An entry of the navigation: shown to those who have the permission, all of staff without one."""

    name: Any
    url_name: str
    icon: str
    permission: str = ""
    below: str = ""  # where its pages lie in the back office, if not all below its own address


PLACES = (
    Place(_("Today"), "admin:index", "today"),
    Place(_("Leads"), "admin:leads_lead_changelist", "leads", "leads.view_lead"),
    Place(_("Respond"), "admin:respond_next", "whatsapp", "leads.view_lead"),
    Place(_("Follow-ups"), "admin:activity_follow_ups", "clock", "activity.view_activity"),
    Place(_("Approvals"), "admin:activity_approvals", "check", "activity.view_activity"),
    Place(_("Notices"), "admin:notices", "bell", "leads.view_lead"),
    Place(
        _("Response times"),
        "admin:assignments_calendar_changelist",
        "sla",
        "assignments.view_calendar",
        below="assignments/",
    ),
    Place(_("Report"), "admin:response_times", "chart", "leads.view_lead"),
    Place(_("Price list"), "admin:leads_priceitem_changelist", "tag", "leads.view_priceitem"),
    Place(
        _("Templates"), "admin:activity_lettertemplate_changelist", "email", "activity.view_lettertemplate"
    ),
    Place(
        _("Abandoned"), "admin:telemetry_abandonedquote_changelist", "basket", "telemetry.view_abandonedquote"
    ),
    Place(_("Waiting quotes"), "admin:spool", "inbox", "leads.manage_spool"),
    Place(_("Jobs"), "admin:jobs", "waiting", "jobs.view_job"),
    Place(
        _("Webhooks"),
        "admin:webhooks_webhookendpoint_changelist",
        "webhook",
        "webhooks.view_webhookendpoint",
        below="webhooks/",
    ),
    Place(_("Colleagues"), "admin:accounts_user_changelist", "people", "accounts.view_user"),
)


class LeadsiteAdminSite(AdminSite):
    site_header = site_title = lazy(lambda: settings.BUSINESS_NAME, str)()
    index_title = _("Today")
    enable_nav_sidebar = False  # ours takes its place

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [
            path("now/", self.admin_view(page.now), name="today_now"),
            *parked_files.urls(self.admin_view),
            *notices.urls(self.admin_view),
            *jobs_views.urls(self.admin_view),
            *report.urls(self.admin_view),
            *explain_page.urls(self.admin_view),
            *queue_page.urls(self.admin_view),
            *tokens_page.urls(self.admin_view),
            *shell_views.urls(),
            *replay_views.urls(self.admin_view),
            *super().get_urls(),
        ]

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """As Django's, but a form that could wait on the device is not sent to the login."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def asked(request: HttpRequest, *arguments: Any, **names: Any) -> Any:
            if request.method == "POST" and "queue" in request.POST and not self.has_permission(request):
                return refused.signed_out(request)
            return guarded(request, *arguments, **names)

        return cast(View, asked)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The dashboard instead of Django's list of tables."""
        context = {
            **self.each_context(request),
            "title": self.index_title,
            "subtitle": None,
            **page.context(request),
            **(extra_context or {}),
        }
        request.current_app = self.name
        return TemplateResponse(request, "admin/index.html", context)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {
            **super().each_context(request),
            "places": list(places(request)),
            "offline": settings.STAFF_OFFLINE,
        }


def places(request: HttpRequest) -> Iterator[dict[str, Any]]:
    """The navigation as this colleague sees it; `here` marks where they are."""
    index = reverse("admin:index")
    for place in PLACES:
        if place.permission and not request.user.has_perm(place.permission):
            continue
        url = reverse(place.url_name)
        below = index + place.below if place.below else url
        here = request.path == url if url == index else request.path.startswith(below)
        yield {"name": place.name, "url": url, "icon": place.icon, "here": here}
