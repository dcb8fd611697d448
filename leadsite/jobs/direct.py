"""How the worker connects: LISTEN and what lasts needs a connection that no pooler shares."""

from typing import Any

from django.conf import settings
from django.db import connection


def parameters(purpose: str) -> dict[str, Any]:
    """For psycopg: LISTEN_DATABASE_URL where it is set, else as Django connects."""
    wrapper = connection.copy()
    if settings.LISTEN_DATABASE:
        wrapper.settings_dict = {**wrapper.settings_dict, **settings.LISTEN_DATABASE}
    found = dict(wrapper.get_connection_params())
    for name in ("cursor_factory", "context", "prepare_threshold"):
        found.pop(name, None)
    return {**found, "application_name": f"leadsite {purpose}"}
