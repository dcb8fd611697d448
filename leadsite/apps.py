"""The Leadsite application."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LeadsiteConfig(AppConfig):
    name = "leadsite"

    def ready(self) -> None:
        from leadsite import checks, row_security  # noqa: F401  # registering needs the settings to be ready

        post_migrate.connect(row_security.after_migrate, sender=self)
