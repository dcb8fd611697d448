"""The staff's pages of letter templates: declarations."""

from django.contrib import admin
from django.urls import URLPattern, path

from activity.letters import template_pages as pages
from activity.letters.models import LetterTemplate
from leadsite.staff_lists import ModelAdmin, ReadOnly


@admin.register(LetterTemplate)
class LetterTemplateAdmin(ReadOnly, ModelAdmin[LetterTemplate]):
    def get_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, "activity_lettertemplate"
        return [
            path("", wrap(pages.templates), name=f"{name}_changelist"),
            path("new/", wrap(pages.new), name=f"{name}_new"),
            path("<uuid:template>/change/", wrap(pages.template), name=f"{name}_change"),
            path("<uuid:template>/edit/", wrap(pages.edit), name=f"{name}_edit"),
            *super().get_urls(),
        ]
