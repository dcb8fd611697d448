"""The staff's pages of routing rules."""

from typing import Any, cast

from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.routing import dry_run_page
from assignments.routing.forms import RuleForm
from assignments.teams.admin import Reconsidered
from assignments.teams.models import RoutingRule
from leads.lead_list.overview import overview
from leads.lead_list.saved_views import Reader
from leadsite.accounts.models import User
from leadsite.staff_lists import ModelAdmin

STEP = 10  # between the positions of new rules: others fit in between


@admin.register(RoutingRule)
class RoutingRuleAdmin(Reconsidered, ModelAdmin[RoutingRule]):
    tab = "rules"
    form = RuleForm
    list_display = ("name", "position", "conditions", "team", "is_active")
    list_editable = ("position", "is_active")
    list_select_related = ("team",)
    ordering = ("position", "id")
    fieldsets = (
        (None, {"fields": ("name", ("team", "position"), "is_active")}),
        (
            _("For leads that meet all of these"),
            {
                "fields": (("category", "source"), "location", "language", ("value_from", "value_below")),
                "description": _("What is left empty is no condition."),
            },
        ),
    )

    def get_urls(self) -> list[URLPattern]:
        dry_run = self.admin_site.admin_view(dry_run_page.dry_run)
        return [path("dry-run/", dry_run, name="assignments_routing_dry_run"), *super().get_urls()]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        last = RoutingRule.objects.order_by("-position").values_list("position", flat=True).first()
        return {"position": (last or 0) + STEP, **super().get_changeform_initial_data(request)}

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        made = super().get_form(request, obj, change, **kwargs)
        known = overview(Reader(cast(User, request.user), timezone.now()), counted=())
        for name, values in (("category", known.categories), ("source", known.sources)):
            if name in made.base_fields:
                made.base_fields[name].widget.suggestions = values
        return made

    @admin.display(description=_("for leads"))
    def conditions(self, rule: RoutingRule) -> str:
        return dry_run_page.conditions(rule)
