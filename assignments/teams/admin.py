"""The staff's pages of teams and absences."""

from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from activity.bookings.models import BookingSlot
from assignments.routing.waking import reconsider
from assignments.tabs import tabs
from assignments.teams import cover_page
from assignments.teams.forms import AbsenceForm, MemberForm, TeamForm
from assignments.teams.models import Absence, Team, TeamMember
from leadsite.accounts.models import User
from leadsite.staff_lists import Labelled, ModelAdmin, TabularInline

FOR_ANYBODY = "leads.assign_lead"


class Reconsidered:
    """What changes here changes who gets leads: those that wait are looked at again at once."""

    tab = ""
    actions: Any = None
    change_list_template: Any = "admin/assignments/tabbed_list.html"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        tabbed = {"here": self.tab, "response_time_tabs": list(tabs(request)), **(extra_context or {})}
        found: HttpResponse = super().changelist_view(request, tabbed)  # type: ignore[misc]  # the ModelAdmin's
        return found

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)  # type: ignore[misc]  # as above
        reconsider(now=timezone.now())

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)  # type: ignore[misc]  # as above
        reconsider(now=timezone.now())

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)  # type: ignore[misc]  # as above
        reconsider(now=timezone.now())


class MemberInline(Labelled, TabularInline[TeamMember, Team]):
    model = TeamMember
    form = MemberForm
    extra = 1
    verbose_name_plural = _("members")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = colleagues()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return plain(super().formfield_for_dbfield(db_field, request, **kwargs))


@admin.register(Team)
class TeamAdmin(Reconsidered, ModelAdmin[Team]):
    tab = "teams"
    form = TeamForm
    list_display = ("name", "calendar", "spread", "manager", "members_in_it", "is_default", "is_active")
    list_select_related = ("calendar", "manager")
    ordering = ("name",)
    inlines = (MemberInline,)
    fields = (("name", "calendar"), ("spread", "manager"), ("is_default", "is_active"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Team]:
        return super().get_queryset(request).annotate(in_it=Count("members"))

    def has_delete_permission(self, request: HttpRequest, obj: Team | None = None) -> bool:
        kept = obj is not None and obj.is_default
        return not kept and super().has_delete_permission(request, obj)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "manager":
            kwargs["queryset"] = colleagues()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return plain(super().formfield_for_dbfield(db_field, request, **kwargs))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if obj.is_default:
            Team.objects.filter(is_default=True).exclude(pk=obj.pk).update(is_default=False)
        super().save_model(request, obj, form, change)

    @admin.display(description=_("members"))
    def members_in_it(self, team: Any) -> int:
        return int(team.in_it)


@admin.register(Absence)
class AbsenceAdmin(Reconsidered, ModelAdmin[Absence]):
    """Everybody sees who is away; they set their own, and whoever gives leads to colleagues anybody's."""

    tab = "absences"
    form = AbsenceForm
    list_display = ("user", "begins_at", "ends_at", "cover", "reason")
    list_select_related = ("user", "cover")
    ordering = ("-ends_at", "-id")
    fields = ("user", ("begins_at", "ends_at"), "cover", "reason")

    def get_urls(self) -> list[URLPattern]:
        hand_over = self.admin_site.admin_view(cover_page.hand_over)
        own = path("<uuid:absence>/hand-over/", hand_over, name="assignments_absence_hand_over")
        return [own, *super().get_urls()]

    def has_change_permission(self, request: HttpRequest, obj: Absence | None = None) -> bool:
        return theirs(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Absence | None = None) -> bool:
        return theirs(request, obj) and super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        warn_of_visits(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return () if request.user.has_perm(FOR_ANYBODY) else ("user",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields: Any = super().get_fields(request, obj)
        asked = request.user.has_perm(FOR_ANYBODY) or obj is not None
        return fields if asked else fields[1:]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Who sets their own absence is known before the form is looked at."""
        made = super().get_form(request, obj, change, **kwargs)
        if obj is None and not request.user.has_perm(FOR_ANYBODY):
            made.whose = cast(User, request.user)  # type: ignore[attr-defined]  # our own form's
        return made

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = colleagues()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return plain(super().formfield_for_dbfield(db_field, request, **kwargs))


def warn_of_visits(request: HttpRequest, absence: Absence) -> None:
    """Customers who expect somebody that is away then; the visits stay until a colleague moves them."""
    visits = BookingSlot.objects.promised(absence.user_id, absence.begins_at, absence.ends_at).count()
    if visits:
        said = ngettext(
            "%(number)d customer expects %(name)s in this time: move the visit or call it off.",
            "%(number)d customers expect %(name)s in this time: move the visits or call them off.",
            visits,
        )
        messages.warning(request, said % {"number": visits, "name": absence.user})


def plain(field: Any) -> Any:
    """A choice without ways to make or remove what is chosen from: that is other pages' business."""
    for right in ("add", "change", "delete", "view"):
        setattr(field.widget, f"can_{right}_related", False)
    return field


def theirs(request: HttpRequest, absence: Absence | None) -> bool:
    own = absence is None or absence.user_id == cast(User, request.user).identifier
    return own or request.user.has_perm(FOR_ANYBODY)


def colleagues() -> "QuerySet[User]":
    return User.objects.filter(is_staff=True, is_active=True).order_by("name", "username")
