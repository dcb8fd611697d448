"""Staff accounts, and who is locked out of them."""

from typing import Any
from zoneinfo import ZoneInfo

from axes.models import AccessAttempt
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assignments.teams import default_team
from leads.models import Lead
from leads.phones import normalise
from leadsite.accounts.models import User
from leadsite.staff_lists import FactList, ModelAdmin


class UserForm(UserChangeForm):  # type: ignore[type-arg]  # generic to the type checker alone
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[("", gettext_lazy("The browser's")), *settings.LANGUAGES],
        required=False,
    )

    def clean_phone(self) -> str | None:
        phone = self.cleaned_data["phone"]
        try:
            return normalise(phone, settings.DEFAULT_REGION) if phone else None
        except ValueError:
            raise forms.ValidationError(_("This is not a phone number.")) from None

    def clean_time_zone(self) -> str:
        name: str = self.cleaned_data["time_zone"]
        try:
            return ZoneInfo(name).key if name else ""
        except (ValueError, OSError, KeyError):
            raise forms.ValidationError(_("This is not a time zone such as Asia/Kolkata.")) from None


@admin.register(User)
class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg]  # generic to the type checker alone
    form = UserForm
    list_display = ("name", "username", "identifier", "email", "is_active", "is_superuser")
    list_filter = ("is_active", "is_superuser", "groups")
    search_fields = ("name", "username", "email", "identifier")
    ordering = ("name",)
    readonly_fields = ("identifier", "leads_of_theirs", "sign_in", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password", "identifier")}),
        (gettext_lazy("Person"), {"fields": ("name", "email", "phone", ("language", "time_zone"))}),
        (
            gettext_lazy("Permissions"),
            {
                "fields": (
                    ("is_active", "is_staff", "is_superuser"),
                    "leads_of_theirs",
                    "groups",
                    "user_permissions",
                )
            },
        ),
        (gettext_lazy("Signing in"), {"fields": ("sign_in", ("last_login", "date_joined"))}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("username", "name", "email", "usable_password", "password1", "password2"),
            },
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Roles are groups: nobody but a superuser makes another, or gives permissions one by one."""
        fixed = super().get_readonly_fields(request, obj)
        return fixed if request.user.is_superuser else (*fixed, "is_superuser", "user_permissions")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return in_reach(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return in_reach(request, obj) and super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "is_active" in form.changed_data and not obj.is_active:
            messages.warning(request, left_behind(obj))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Whoever begins to sell joins the team that takes what no rule gives away."""
        super().save_related(request, form, formsets, change)
        if "groups" in form.changed_data and (team := default_team.join(form.instance)):
            told = _("%(name)s is in the team %(team)s now and is given new leads.")
            messages.info(request, told % {"name": form.instance, "team": team})

    @admin.display(description=gettext_lazy("leads"))
    def leads_of_theirs(self, user: User) -> str:
        return left_behind(user)

    @admin.display(description=gettext_lazy("wrong passwords"))
    def sign_in(self, user: User) -> str:
        wrong = AccessAttempt.objects.filter(username=user.username).count()
        if not wrong:
            return _("None lately.")
        url = reverse("admin:axes_accessattempt_changelist", query={"username": user.username})
        return format_html('<a href="{}">{}</a>', url, _("Look at them, and unlock"))


def in_reach(request: HttpRequest, user: User | None) -> bool:
    """A superuser is changed by superusers alone."""
    return user is None or not user.is_superuser or bool(request.user.is_superuser)


def left_behind(user: User) -> str:
    """What becomes of the leads of a colleague who may no longer sign in."""
    count = Lead.objects.filter(owner=user).open().count()
    if not count:
        return _("%(name)s has no open leads.") % {"name": user}
    sentence = ngettext(
        "%(name)s has %(count)d open lead. It stays theirs, active or not, until somebody gets it.",
        "%(name)s has %(count)d open leads. They stay theirs, active or not, until somebody gets them.",
        count,
    )
    return sentence % {"name": user, "count": count}


@admin.register(AccessAttempt)
class SignInAttemptAdmin(FactList, ModelAdmin[AccessAttempt]):
    """Deleting a row unlocks its name for its address."""

    list_display = ("username", "ip_address", "failures_since_start", "attempt_time", "locked")
    fields = list_display
    search_fields = ("username", "ip_address")
    search_help_text = gettext_lazy("Delete a row to unlock the name for that address.")

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return request.user.has_perm("axes.delete_accessattempt")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return super().changelist_view(request, {**(extra_context or {}), "title": _("Wrong passwords")})

    @admin.display(description=gettext_lazy("locked"))
    def locked(self, attempt: AccessAttempt) -> str:
        until = attempt.attempt_time + settings.AXES_COOLOFF_TIME
        if attempt.failures_since_start < settings.AXES_FAILURE_LIMIT or until < timezone.now():
            return _("no")
        return _("until %(time)s") % {"time": time_format(timezone.localtime(until))}
