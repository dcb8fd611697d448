"""Hands for the pages of response times: sign in, fill a form as it was shown, read what is said."""

from collections.abc import Mapping
from typing import Any

from django.contrib.messages import get_messages
from django.test import Client


def logged_in(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def filled(response: Any, **changed: Any) -> dict[str, Any]:
    """The form of a page as a browser would send it back, with some of it changed."""
    form = response.context["form"]
    rows = list(getattr(form, "closures", []))
    sent = {field.html_name: shown(field) for part in (form, *rows) for field in part}
    return {**{name: value for name, value in sent.items() if value is not None}, **changed}


def shown(field: Any) -> Any:
    value = field.value()
    if isinstance(value, Mapping) or value in (None, ""):
        return ""
    return value


def problems(response: Any) -> list[str]:
    """What is wrong, field by field."""
    form = response.context["form"]
    rows = list(getattr(form, "closures", []))
    return [text for part in (form, *rows) for texts in part.errors.values() for text in texts]
