"""Working without network."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfflineConfig(AppConfig):
    name = "leadsite.offline"
    label = "offline"
    verbose_name = _("working without network")
