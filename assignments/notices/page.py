"""What the system told this colleague: newest first, unread ones marked; read with one click."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from activity.sentences import clock
from assignments.notices.models import Notice, NoticeEvent
from leadsite import cursors
from leadsite.accounts.models import User

ROWS = 50
MAY_SEE = "leads.view_lead"


@dataclass(frozen=True)
class Row:
    notice: Notice
    text: str
    tone: str
    what: str


@require_safe
@permission_required(MAY_SEE, raise_exception=True)
def notices(request: HttpRequest) -> HttpResponse:
    """`after` begins a later page."""
    user, now = cast(User, request.user), timezone.now()  # the permission was asked for
    cursor = cursors.read(request.GET.get("after", ""))
    page = cursors.page(Notice.objects.told(user, now).newest_first(after=cursor), ROWS, by="deliver_at")
    rows = [row(notice) for notice in page]
    context = {
        **admin.site.each_context(request),
        "title": _("Notices"),
        "rows": rows,
        "unread": any(one.notice.seen_at is None for one in rows),
        "until": now.isoformat(),
        "following": page.following,
        "first": cursor is None,
    }
    return render(request, "admin/assignments/notices.html", context)


@require_POST
@permission_required(MAY_SEE, raise_exception=True)
def read(request: HttpRequest) -> HttpResponse:
    """All that the page showed; what came meanwhile stays unread."""
    user, now = cast(User, request.user), timezone.now()  # the permission was asked for
    until = shown_until(request.POST.get("until", ""), now)
    many = Notice.objects.told(user, until).unread().update(seen_at=now)
    if many:
        messages.success(request, ngettext("%(n)d notice read.", "%(n)d notices read.", many) % {"n": many})
    else:
        messages.info(request, _("There was nothing unread."))
    return redirect("admin:notices")


def shown_until(typed: str, now: datetime) -> datetime:
    try:
        until = parse_datetime(typed)
    except ValueError:
        until = None
    return min(until, now) if until is not None and until.tzinfo is not None else now


def row(notice: Notice) -> Row:
    tones = {
        NoticeEvent.WARNED: "due",
        NoticeEvent.ASSIGNED: "",
        NoticeEvent.WROTE: "due",
        NoticeEvent.HEARD: "due",
        NoticeEvent.STOPPED: "",
        NoticeEvent.RELIEVED: "",
    }
    what = _("Deadline missed, escalated") if says_both(notice) else notice.get_event_display()
    return Row(notice, sentence(notice), tones.get(NoticeEvent(notice.event), "late"), what)


def says_both(notice: Notice) -> bool:
    """A miss and its escalation."""
    return isinstance(notice.facts, dict) and notice.facts.get("both") is True


def sentence(notice: Notice) -> str:
    """From the facts, in the reader's language and time zone."""
    facts: dict[str, Any] = notice.facts if isinstance(notice.facts, dict) else {}
    due = moment(facts.get("deadline"))
    texts = {
        NoticeEvent.WARNED: _("An answer is due at %(due)s."),
        NoticeEvent.MISSED: _("Nobody answered by %(due)s."),
        NoticeEvent.ESCALATED: _("Still no answer; it was due at %(due)s."),
        NoticeEvent.ASSIGNED: _("The lead is yours now. Please answer by %(due)s.")
        if facts.get("deadline")
        else _("The lead is yours now."),
        NoticeEvent.RELIEVED: _("The lead went to a colleague, as it was not answered."),
        NoticeEvent.WROTE: _("The customer wrote, and the lead is closed. Reopen it and answer."),
        NoticeEvent.HEARD: _("The customer wrote. Please answer by %(due)s.")
        if facts.get("deadline")
        else _("The customer wrote, and waits for an answer."),
        NoticeEvent.STOPPED: _("The customer asked for no more messages on this way. Choose another."),
        NoticeEvent.NOBODY: _("Nobody is available to take this lead."),
    }
    text = texts[NoticeEvent(notice.event)]
    if says_both(notice):
        text = _("Nobody answered by %(due)s. It was escalated to you: please see that it is answered.")
    return text % {"due": due}


def moment(value: object) -> str:
    try:
        found = parse_datetime(str(value))
    except ValueError:
        found = None
    return clock(found) if found is not None and found.tzinfo is not None else _("a time that is past")


def urls(wrap: Any) -> list[URLPattern]:
    """`wrap` is the admin site's own guard."""
    return [
        path("notices/", wrap(notices), name="notices"),
        path("notices/read/", wrap(read), name="notices_read"),
    ]
