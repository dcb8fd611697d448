"""/hooks/<provider>/: webhooks, which are bounded, signed, fresh and taken once, or refused and not kept."""

import logging
from typing import cast

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from leadsite.outside import repeats
from leadsite.outside.deliveries import (
    TOLERANCE,
    Delivery,
    Greeting,
    Hook,
    Replayed,
    Reply,
    Unreadable,
    Unsigned,
)

log = logging.getLogger(__name__)

# For each provider a function without arguments that makes its Hook, or None where it is not set up.
HOOKS: dict[str, str] = {
    "twilio": "activity.texts.twilio_hook.make",
    "resend": "activity.letters.resend_hook.make",
    "whatsapp": "activity.chats.hook.make",
}
MOST_BYTES = 512 * 1024


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def hook(request: HttpRequest, provider: str) -> HttpResponse:
    found = made(provider)
    if found is None:
        raise Http404
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return refuse(provider, 413, "too long")
    try:
        reply = answer(found, provider, delivered(request), request.method or "")
    except (Unsigned, Replayed) as why:
        return refuse(provider, 403, str(why))
    except Unreadable as why:
        return refuse(provider, 400, str(why))
    return HttpResponse(reply.body, status=reply.status, content_type=reply.content_type)


def made(provider: str) -> Hook | None:
    return cast("Hook | None", import_string(HOOKS[provider])()) if provider in HOOKS else None


def delivered(request: HttpRequest) -> Delivery:
    address = request.get_full_path()
    return Delivery(
        url=f"{settings.PUBLIC_URL}{address}" if settings.PUBLIC_URL else request.build_absolute_uri(),
        headers={name.lower(): value for name, value in request.headers.items()},
        query=request.GET.dict(),
        body=request.body,
        at=timezone.now(),
    )


def answer(found: Hook, provider: str, delivery: Delivery, method: str) -> Reply:
    if method == "GET":
        if not hasattr(found, "greet"):
            return Reply(status=405)
        return cast(Greeting, found).greet(delivery)
    signed = found.verify(delivery)
    if signed.at is not None and abs(delivery.at - signed.at) > TOLERANCE:
        raise Unsigned("stale")
    with transaction.atomic():
        if repeats.is_first(provider, signed, delivery):
            return found.take(delivery)
    log.info("webhook of %s came again, and did nothing", provider)
    return Reply()  # a refusal would only make the provider send it once more


def refuse(provider: str, status: int, why: str) -> HttpResponse:
    """The log says why, never what was sent: anybody may send anything."""
    log.warning("webhook of %s refused: %s", provider, why)
    return HttpResponse(status=status, content_type="text/plain; charset=utf-8")
