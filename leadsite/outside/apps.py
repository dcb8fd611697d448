"""What is remembered of providers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutsideConfig(AppConfig):
    name = "leadsite.outside"
    label = "outside"
    verbose_name = _("providers")
