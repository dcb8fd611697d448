"""POST /telemetry: takes small events of the page and answers at once, whatever becomes of them."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from leads.suspects import Limit
from leadsite.telemetry import buffer, events

LARGEST = 4096
MOST_AT_ONCE = 10
limit = Limit(per_address=120, in_total=6000)


@csrf_exempt
@require_POST
def telemetry_view(request: HttpRequest) -> HttpResponse:
    """A JSON event {"name", "page", "data"} or a list of them; sendBeacon waits for no answer."""
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isdecimal() or int(length) > LARGEST:
        return HttpResponse(status=413)
    if limit.exceeded(request.META.get("REMOTE_ADDR", "")):
        return HttpResponse(status=429)
    for said in parsed(request.body):
        keep(said)
    return HttpResponse(status=204)


def parsed(body: bytes) -> list[dict[str, Any]]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return []
    several = found if isinstance(found, list) else [found]
    return [said for said in several[:MOST_AT_ONCE] if isinstance(said, dict)]


def keep(said: dict[str, Any]) -> None:
    name = said.get("name")
    if not isinstance(name, str) or name not in events.EVENTS:
        return
    chosen = str(said.get("language") or "")
    buffer.record(
        name,
        page=events.page(said.get("page")),
        language=chosen if chosen in dict(settings.LANGUAGES) else translation.get_language() or "",
        data=events.read(name, said.get("data")),
    )
