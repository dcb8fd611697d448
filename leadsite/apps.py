"""The Leadsite application."""

from django.apps import AppConfig


class LeadsiteConfig(AppConfig):
    name = "leadsite"

    def ready(self) -> None:
        from leadsite import checks  # noqa: F401  # registering needs the settings to be ready
