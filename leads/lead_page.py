"""The page of one lead: who, what they want and how much, where it stands, whose it is, and the next step.

It is asked for a hundred times a day: ten queries at most, however long the lead's history is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.db.models.fields.json import KT
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activity import step_forms as task_forms
from activity import timeline
from activity.bookings import forms as visit_forms
from activity.bookings.cards import Card, card
from activity.bookings.links import site
from activity.models import Activity
from activity.outbox.models import StoppedAddress
from activity.querysets import ActivityQuerySet
from activity.timeline import Entry
from activity.triage.advice import advice_of, review_of, said_last
from assignments.clocks.time_left import time_left
from assignments.countdown import Countdown
from leads import quote_check, step_forms, stored_quote
from leads.bulk.selection import as_id
from leads.contact_links import contact_links
from leads.models import Lead, Submission
from leads.quoting import price_book
from leads.statuses import OPEN, Move, SubmissionKind, moves_for
from leads.step_forms import StepForm
from leads.step_page import not_here
from leads.whole_lead import found
from leadsite.accounts.models import User
from leadsite.due_times import Due, ago, due

MOST_ROWS = 10  # of a person's other leads, and of enquiries
MOST_TASKS = 20
DECIDES, ASSIGNS, WORKS = "activity.decide_approval", "leads.assign_lead", "leads.work_lead"
ALLOWS = "activity.allow_stoppedaddress"


@require_safe
@permission_required("leads.view_lead", raise_exception=True)
def lead_page(request: HttpRequest, object_id: str) -> HttpResponse:
    user = cast(User, request.user)  # the permission was asked for
    key = as_id(object_id)
    lead = found(user, key) if key else None
    if lead is None:
        return not_here(request, key)
    page = LeadPage(request, user, lead, timezone.now())
    return render(request, "admin/leads/lead/page.html", page.context())


@dataclass(frozen=True)
class Task:
    """A follow-up to be done, an approval to be decided, a wait or a visit, with the forms that settle it."""

    entry: Entry
    due: Due | None
    forms: dict[str, StepForm]
    visit: Card | None = None


class LeadPage:
    """Gathers what the page shows; a query each, made where it is named."""

    def __init__(self, request: HttpRequest, user: User, lead: Any, now: datetime) -> None:
        self.request, self.user, self.lead, self.now = request, user, lead, now

    def context(self) -> dict[str, Any]:
        enquiries = self.enquiries()
        tasks = list(self.tasks(language_of(enquiries)))
        return {
            **admin.site.each_context(self.request),
            **self.head(enquiries),
            "title": self.lead.name,
            "now": self.now,
            "language": dict(settings.LANGUAGES).get(language_of(enquiries), language_of(enquiries)),
            "advice": advice_of(self.lead),
            "advice_forms": self.advice_forms(),
            "times": self.times(),
            "forms": self.forms(),
            "tasks": tasks,
            "waits": any(task.entry.activity.type == "waiting" for task in tasks),
            "enquiries": enquiries,
            "others": self.others(),
            **self.quote(),
            **self.timeline(),
        }

    def head(self, enquiries: Sequence[Any]) -> dict[str, Any]:
        return {
            "lead": self.lead,
            "links": contact_links(self.lead, language_of(enquiries)),
            "may": self.may(),
            "open": self.lead.status in OPEN,
            "owner": self.owner(),
            "due": self.due(),
            "stops": [StoppedAddress.from_told(one) for one in self.lead.stops],
            "moves": self.moves(),
            "forms": {"move": self.form(step_forms.MoveForm, "move")},
            "newer": next(filter(is_newer_quote, enquiries), None),
            "quote": quote_check.read(self.lead.quote_data),
        }

    def may(self) -> dict[str, bool]:
        return {
            "work": self.user.has_perm(WORKS),
            "assign": self.user.has_perm(ASSIGNS),
            "chat": bool(settings.WHATSAPP_ACCESS_TOKEN and (self.lead.phone or self.lead.chatted)),
            "allow": self.user.has_perm(ALLOWS),
            "decide": self.user.has_perm(DECIDES),
        }

    def owner(self) -> str:
        """An owner's account need not be here: then by the name they had when they got the lead."""
        owner = self.lead.owner
        return str(owner) if owner else self.lead.known_as or self.lead.owner_id or ""

    def due(self) -> Countdown | None:
        lead = self.lead
        if lead.status not in OPEN or lead.is_suspect:
            return None
        return time_left(
            deadline=lead.deadline,
            hours=lead.hours,
            warn_at=lead.warn_at,
            on_hold=lead.on_hold,
            now=self.now,
        )

    def times(self) -> list[tuple[str, datetime | None, str]]:
        """Label, moment, and how long ago that was."""
        lead = self.lead
        moments = (
            (_("Asked"), lead.created_at),
            (_("First answer"), lead.first_response_at),
            (_("Last contact"), lead.last_contact_at),
            (_("Converted"), lead.conversion_date),
        )
        return [(label, at, ago(at, self.now) if at else "") for label, at in moments]

    def moves(self) -> dict[str, list[Move]]:
        """The moves that this colleague may make now: at a press, with a reason, and back."""
        may = self.user.has_perm(WORKS)
        moves = moves_for(self.lead.status, manager=self.user.has_perm("leads.reopen_lead")) if may else []
        return {
            "plain": [move for move in moves if not move.needs_reason],
            "reasoned": [move for move in moves if move.needs_reason and not move.managers_only],
            "back": [move for move in moves if move.managers_only],
        }

    def forms(self) -> dict[str, StepForm]:
        """An empty form of each step that the page itself offers."""
        kinds: dict[str, type[StepForm]] = {
            "move": step_forms.MoveForm,
            "contact": step_forms.ContactForm,
            "note": step_forms.NoteForm,
            "follow_up": step_forms.FollowUpForm,
            "approval": step_forms.ApprovalForm,
            "wait": step_forms.WaitForm,
        }
        return {name: self.form(kind, name) for name, kind in kinds.items()}

    def form(self, kind: type[StepForm], named: str, row: Activity | None = None) -> StepForm:
        return kind(lead=self.lead, user=self.user, now=self.now, named=named, activity=row)

    def advice_forms(self) -> dict[str, StepForm]:
        if not self.lead.advice_id or not self.user.has_perm(WORKS):
            return {}
        kinds: dict[str, type[StepForm]] = {
            "accept": task_forms.AcceptForm,
            "override": task_forms.OverrideForm,
        }
        was = str(self.lead.review_id) if review_of(self.lead) else ""
        first = {**said_last(self.lead), "was_review": was}
        return {
            name: kind(lead=self.lead, user=self.user, now=self.now, named=name, initial=first)
            for name, kind in kinds.items()
        }

    def log(self) -> ActivityQuerySet:
        return Activity.objects.visible_to(self.user).filter(lead=self.lead)

    def tasks(self, language: str) -> Iterator[Task]:
        rows: Any = self.log().open_tasks(self.now).with_actor_names().with_goers()
        for row in rows[:MOST_TASKS]:
            at = due(row.due_at, self.now) if row.due_at else None
            is_visit = row.type == "booking"
            visit = card(row, self.lead, language, site(self.request), self.now) if is_visit else None
            yield Task(timeline.entry(row), at, dict(self.task_forms(row)), visit)

    def task_forms(self, row: Activity) -> Iterator[tuple[str, StepForm]]:
        own = row.actor_type == "user" and row.actor_id == self.user.identifier
        kinds: dict[str, type[StepForm]] = {}
        if row.type == "follow_up" and self.user.has_perm(WORKS):
            kinds = {
                "complete": task_forms.CompleteForm,
                "snooze": task_forms.SnoozeForm,
                "cancel": task_forms.CancelForm,
            }
        elif row.type == "booking" and self.user.has_perm(WORKS):
            kinds = {
                "confirm_visit": visit_forms.ConfirmVisitForm,
                "decline_visit": visit_forms.DeclineVisitForm,
                "call_off_visit": visit_forms.CallOffForm,
            }
        elif row.type == "waiting" and self.user.has_perm(WORKS):
            kinds = {"go_on": task_forms.GoOnForm}
        elif row.type == "approval" and self.user.has_perm(DECIDES) and not own:
            kinds = {"decide": task_forms.DecideForm}
        yield from ((name, self.form(kind, f"{name}-{row.pk}", row)) for name, kind in kinds.items())

    def enquiries(self) -> list[Any]:
        rows = Submission.objects.visible_to(self.user).filter(lead=self.lead).order_by("-received_at", "-id")
        shown = rows.only("folio", "kind", "received_at", "suspect", "quote_total", "currency", "quote")
        typed = {"language": KT("submitted__language"), "words": KT("submitted__message")}
        found: list[Any] = list(shown.annotate(**typed)[:MOST_ROWS])
        for row in found:
            row.total = stored_quote.money(row.quote_total, row.currency)
            row.lines = (quote_check.read(row.quote) or {}).get("lines", ())
        return found

    def others(self) -> list[Any]:
        """Earlier and later leads of the same person, as far as the colleague sees them."""
        person = Lead.objects.of_person(email=self.lead.email, phone=self.lead.phone)
        visible = person.visible_to(self.user).exclude(pk=self.lead.pk).order_by("-created_at", "-id")
        shown = visible.with_newer_quote().only("name", "status", "created_at", "folio", "quote_data")
        found: list[Any] = list(shown[:MOST_ROWS])
        for row in found:
            row.total = stored_quote.total(row.newer_quote or row.quote_data)
        return found

    def quote(self) -> dict[str, Any]:
        """The quote, checked where that was asked for; without one, the products by name."""
        shown = quote_check.read(self.lead.quote_data)
        checked = shown and "check" in self.request.GET
        return {
            "quote": shown,
            "unreadable": bool(self.lead.quote_data) and not shown,
            "checked": quote_check.check(self.lead.quote_data, price_book.current()) if checked else None,
            "products": [] if shown else list(self.lead.products.order_by("created_at", "id")[:50]),
        }

    def timeline(self) -> dict[str, Any]:
        show, before = (self.request.GET.get(name, "") for name in ("show", "before"))
        return {
            "timeline": timeline.page(self.log(), show=show, before=before),
            "filters": timeline.filters(show),
            "show": show if show in timeline.SHOWN else "",
            "before": before,
        }


def is_newer_quote(enquiry: Any) -> bool:
    """Whether it took the place of the lead's own quote: see SubmissionQuerySet.asked_again."""
    priced = enquiry.quote_total is not None
    return enquiry.kind == SubmissionKind.REPEAT and enquiry.suspect is None and priced


def language_of(enquiries: Sequence[Any]) -> str:
    """The language in which the customer asked last, "" where nobody knows."""
    return next((row.language for row in enquiries if row.language), "")
