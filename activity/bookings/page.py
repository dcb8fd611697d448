"""The customer's page of a visit: look, confirm, decline, put it into a calendar. No account, no script.

Whoever has the address may answer, so no other proof is asked for: a foreign page would have to know it.
Opening the page changes nothing: programs that look at links in messages confirm nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from activity.bookings import calendar_file, links, visit, words, workflow
from activity.bookings.forms import AnswerForm
from activity.bookings.later import or_later
from activity.bookings.visit import Visit
from activity.kinds import SYSTEM
from activity.models import Activity
from activity.recorder import Closed
from leads import enquiry, posted
from leads.exceptions import Refused
from leads.quote_page import PRIVATE, chrome
from leadsite.accounts.models import User

SEE_OTHER, CONFLICT, INVALID = 303, 409, 422


@dataclass(frozen=True)
class Found:
    """A visit as the customer sees it, with its row and who comes."""

    activity: Activity
    visit: Visit
    staff: str


@csrf_exempt  # see above
@require_http_methods(["GET", "HEAD", "POST"])
@gzip_page
@or_later
def visit_page(request: HttpRequest, token: str) -> HttpResponse:
    with translation.override(posted.language(request, request.GET)):
        found = find(token)
        if newer := moved_to(found.activity):
            return to(request, newer)
        now = timezone.now()
        return answered(request, found, now) if request.method == "POST" else shown(request, found, now)


@require_safe
@or_later
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    found = find(token)
    newer = moved_to(found.activity)
    found = found if newer is None else as_found(newer)
    language = posted.language(request, request.GET)
    address = links.visit_url(links.site(request), found.visit.id, posted.chosen_language(request.GET))
    content = calendar_file.write(
        found.activity, found.visit, staff=found.staff, address=address, language=language
    )
    named = {"Content-Disposition": f'attachment; filename="{calendar_file.NAME}"'}
    return HttpResponse(content, content_type=calendar_file.TYPE, headers={**PRIVATE, **named})


def find(token: str) -> Found:
    """Raises Http404 for what was erased, never was, or cannot be read."""
    key = links.read(token)
    activity = Activity.objects.filter(pk=key, type="booking").select_related("lead").first() if key else None
    if activity is None:
        raise Http404
    return as_found(activity)


def as_found(activity: Activity) -> Found:
    read = visit.read(activity)
    if read is None:
        raise Http404
    staff = User.objects.filter(identifier=read.staff_id).values_list("name", flat=True).first()
    return Found(activity, read, staff or "")


def moved_to(activity: Activity) -> Activity | None:
    """The visit that took this one's place, at the end of however many moves."""
    row, newest = activity, None
    for _ in range(calendar_file.MOST_MOVES):
        later = Activity.objects.bookings_instead_of(row).select_related("lead").first()
        if later is None:
            break
        row = newest = later
    return newest


def answered(request: HttpRequest, found: Found, now: datetime) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return shown(request, found, now, form=form, status=INVALID)
    confirms = form.cleaned_data["answer"] == "confirm"
    try:
        if confirms:
            workflow.confirm(activity_id=found.visit.id, actor=SYSTEM, now=now)
        else:
            said = form.cleaned_data["words"]
            workflow.decline(activity_id=found.visit.id, words=said, actor=SYSTEM, now=now)
    except Closed as closed:
        # Pressed twice is pressed once; what somebody else settled meanwhile is shown.
        if closed.activity.status != ("confirmed" if confirms else "declined"):
            return shown(request, as_found(closed.activity), now, status=CONFLICT, late=True)
    except Refused:  # its time has come meanwhile, or the customer's data was erased
        return shown(request, found, now, status=CONFLICT, late=True)
    return to(request, found.activity)


def to(request: HttpRequest, activity: Activity) -> HttpResponse:
    chosen = posted.chosen_language(request.GET)
    address = links.visit_url(links.site(request), activity.pk, chosen)
    return HttpResponse(status=SEE_OTHER, headers={**PRIVATE, "Location": address})


def shown(
    request: HttpRequest,
    found: Found,
    now: datetime,
    *,
    form: AnswerForm | None = None,
    status: int = 200,
    late: bool = False,
) -> HttpResponse:
    language = translation.get_language() or words.DEFAULT
    told = words.when(found.visit.times, language)
    about = gettext("Hello, about the visit on %(when)s:") % {"when": told}
    context: dict[str, Any] = {
        **chrome(request, language),
        "visit": found.visit,
        "state": state(found.visit, now),
        "customer": found.activity.lead.name,
        "staff": found.staff,
        "when": told,
        "late": late,
        "form": form or AnswerForm(),
        "calendar_url": links.calendar_url(links.site(request), found.visit.id),
        "whatsapp_url": enquiry.whatsapp_link(about),
    }
    html = get_template("leads/visit.html").render(context)
    return HttpResponse(html, status=status, headers={**PRIVATE, "Content-Language": language})


def state(visit: Visit, now: datetime) -> str:
    """pending, confirmed, declined, cancelled, or over: nobody can answer any more."""
    return "over" if visit.is_held and visit.is_over(now) else visit.status
