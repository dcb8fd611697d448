"""Staff accounts."""

from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leads.phones import normalise
from leadsite.accounts.models import User


class UserForm(UserChangeForm):  # type: ignore[type-arg]  # generic to the type checker alone
    language = forms.ChoiceField(
        label=gettext_lazy("language"),
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
    readonly_fields = ("identifier", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password", "identifier")}),
        (gettext_lazy("Person"), {"fields": ("name", "email", "phone", ("language", "time_zone"))}),
        (
            gettext_lazy("Permissions"),
            {"fields": (("is_active", "is_staff", "is_superuser"), "groups", "user_permissions")},
        ),
        (gettext_lazy("Dates"), {"fields": (("last_login", "date_joined"),)}),
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
