"""Where a customer finds their visit: an address that cannot be guessed, on the site that staff work on."""

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from leads.quoting import identity


def site(request: HttpRequest) -> str:
    """The site's own address, for links that are written when there is no request any more."""
    return request.build_absolute_uri("/")


def visit_url(site: str, activity_id: UUID, language: str = "") -> str:
    """The customer's page of a visit; in `language`, else in their browser's."""
    query = f"?{urlencode({'lang': language})}" if language in dict(settings.LANGUAGES) else ""
    return absolute(site, reverse("visits:visit", args=[token(activity_id)])) + query


def calendar_url(site: str, activity_id: UUID) -> str:
    return absolute(site, reverse("visits:calendar", args=[token(activity_id)]))


def token(activity_id: UUID) -> str:
    return identity.visit_page_token(activity_id, secret=settings.SECRET_KEY)


def read(text: str) -> UUID | None:
    """The key of the visit's row; None of what the shop did not make."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return identity.read_visit_page_token(text, secrets=secrets)


def absolute(site: str, path: str) -> str:
    return site.rstrip("/") + path
