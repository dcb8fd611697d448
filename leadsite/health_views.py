"""The two health addresses: is the process alive, and is everything well?"""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from leads import intake
from leadsite import __version__, health


@require_safe
@never_cache
def alive(request: HttpRequest) -> JsonResponse:
    """For load balancers: this process answers. Never asks the database, so its death takes no host away."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def health_report(request: HttpRequest) -> JsonResponse:
    found = health.database(request, token_fits=token_fits(request))
    return JsonResponse(health.report(found, intake.status(), version=__version__))


def token_fits(request: HttpRequest) -> bool:
    """`Authorization: Bearer <HEALTH_TOKEN>`; without the setting nobody's token fits."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(settings.HEALTH_TOKEN) and constant_time_compare(given, settings.HEALTH_TOKEN)
