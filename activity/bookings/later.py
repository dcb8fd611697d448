"""What customers read in their language while the database is away: what they typed is kept on the page."""

from collections.abc import Callable
from functools import wraps

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils import translation

from activity.bookings import words
from leads import posted
from leads.quote_page import PRIVATE, RETRY_SECONDS, chrome

AWAY = 503
KEPT = ("answer", "words")

View = Callable[..., HttpResponse]


def or_later(view: View) -> View:
    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        try:
            return view(request, token)
        except (OperationalError, InterfaceError):
            return later(request)

    return answer


def later(request: HttpRequest) -> HttpResponse:
    language = words.spoken(posted.language(request, request.GET))
    sent = {name: text for name in KEPT if (text := request.POST.get(name))}
    with translation.override(language):
        context = {**chrome(request, language), "sent": sent, "seconds": RETRY_SECONDS}
        html = get_template("leads/visit_later.html").render(context)
    headers = {**PRIVATE, "Content-Language": language, "Retry-After": str(RETRY_SECONDS)}
    return HttpResponse(html, status=AWAY, headers=headers)
