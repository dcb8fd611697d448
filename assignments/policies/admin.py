"""The staff's pages of policies: declarations. Versions have no page of Django's own."""

from django.contrib import admin
from django.urls import URLPattern, path

from assignments.policies import editing, pages, which_page
from assignments.policies.models import Policy
from leadsite.staff_lists import ModelAdmin, ReadOnly


@admin.register(Policy)
class PolicyAdmin(ReadOnly, ModelAdmin[Policy]):
    def get_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, "assignments_policy"
        return [
            path("", wrap(pages.policies), name=f"{name}_changelist"),
            path("new/", wrap(editing.new), name=f"{name}_new"),
            path("which/", wrap(which_page.which), name=f"{name}_which"),
            path("<uuid:policy>/change/", wrap(pages.policy), name=f"{name}_change"),
            path("<uuid:policy>/edit/", wrap(editing.edit), name=f"{name}_edit"),
            path("<uuid:policy>/versions/<int:number>/", wrap(pages.policy), name=f"{name}_version"),
            path("<uuid:policy>/up/", wrap(pages.move), {"way": "up"}, name=f"{name}_up"),
            path("<uuid:policy>/down/", wrap(pages.move), {"way": "down"}, name=f"{name}_down"),
            path("<uuid:policy>/use/", wrap(pages.use), name=f"{name}_use"),
            *super().get_urls(),
        ]
