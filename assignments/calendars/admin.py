"""The staff's pages of working calendars: declarations. Versions have no page of Django's own."""

from django.contrib import admin
from django.urls import URLPattern, path

from assignments.calendars import editing, pages
from assignments.calendars.models import Calendar
from leadsite.staff_lists import ModelAdmin, ReadOnly


@admin.register(Calendar)
class CalendarAdmin(ReadOnly, ModelAdmin[Calendar]):
    def get_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, "assignments_calendar"
        return [
            path("", wrap(pages.calendars), name=f"{name}_changelist"),
            path("new/", wrap(editing.new), name=f"{name}_new"),
            path("<uuid:calendar>/change/", wrap(pages.calendar), name=f"{name}_change"),
            path("<uuid:calendar>/edit/", wrap(editing.edit), name=f"{name}_edit"),
            path("<uuid:calendar>/versions/<int:number>/", wrap(pages.calendar), name=f"{name}_version"),
            *super().get_urls(),
        ]
