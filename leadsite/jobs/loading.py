"""All tasks and duties of the project, which their modules declare when they are imported."""

from importlib import import_module

from django.conf import settings


def load() -> None:
    """Import settings.JOB_MODULES; a second time costs nothing."""
    for name in settings.JOB_MODULES:
        import_module(name)
