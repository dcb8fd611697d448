"""The way of every step: a page that asks, a post that acts and leads back, a refusal that keeps the typing.

A step says what it asks for, which permission it needs and what it does; the rest is the same for all.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activity import timeline
from activity.kinds import Actor
from activity.models import Activity
from activity.recorder import AlreadyLogged, Closed
from activity.timeline import Entry
from leads.conflict_panel import Panel, panel
from leads.exceptions import Conflict, Refused
from leads.models import ErasedSubmission, Lead
from leads.querysets import LeadQuerySet
from leads.step_forms import StepForm
from leadsite.accounts.models import User
from leadsite.way_back import way_back

LIST = "admin:leads_lead_changelist"
NEWS = 5
INVALID, CONFLICT = 422, 409
IN_PLACE = "In-Place"  # says in_place.js


@dataclass(frozen=True)
class Taking:
    """A step while it is taken: by whom, on which lead and which row of its log, with what, when."""

    user: User
    lead: Lead
    now: datetime
    data: Mapping[str, Any]
    activity: Activity | None = None
    site: str = ""  # where customers' pages are, for links that the step sends out
    claimed_at: datetime | None = None  # of one that was taken without network: when, by the device's clock

    @property
    def actor(self) -> Actor:
        return Actor("user", self.user.identifier)

    @property
    def leads(self) -> LeadQuerySet:
        """The lead as a query that finds nothing once it is out of the colleague's sight."""
        return Lead.objects.visible_to(self.user).filter(pk=self.lead.pk)

    def hold(self) -> bool:
        """Lock the lead; False where it was erased, or given to somebody else, since the page found it."""
        return self.leads.select_for_update(of=("self",), no_key=True).values_list("pk").first() is not None


@dataclass(frozen=True)
class Step:
    """`act` takes the step and says so in a sentence; it may raise Refused, Closed, AlreadyLogged.

    `touches` names the fact that it changes: it conflicts with who changed that too, and with nobody else.
    None: it only adds to the log. `implied` says that the step itself tells what its colleague saw, such as a
    lead that nobody had: its form carries no version.
    """

    title: Any
    button: Any
    form: type[StepForm]
    act: Callable[[Taking], str]
    touches: str | None = field(kw_only=True)
    implied: bool = field(default=False, kw_only=True)
    permission: str = "leads.work_lead"
    template: str = "admin/leads/lead/step.html"


View = Callable[..., HttpResponse]


def guarded(step: Step, view: View) -> View:
    return require_http_methods(["GET", "HEAD", "POST"])(
        permission_required(step.permission, raise_exception=True)(view)
    )


def on_lead(step: Step) -> View:
    """The page of a step on a lead."""

    def view(request: HttpRequest, pk: UUID) -> HttpResponse:
        lead = Lead.objects.visible_to(request.user).filter(pk=pk).first()
        return page(request, step, lead) if lead else not_here(request, pk)

    return guarded(step, view)


def on_activity(step: Step, kind: str, types: Sequence[str] = ()) -> View:
    """The page of a step on one row, of this type, of a lead's log; the type names its key.

    `types` are those that go by one name, such as the messages.
    """

    def view(request: HttpRequest, **key: UUID) -> HttpResponse:
        rows = Activity.objects.visible_to(request.user).of_types(types or [kind]).with_actor_names()
        activity = rows.select_related("lead").filter(pk=key[kind]).first()
        return page(request, step, activity.lead, activity) if activity else not_here(request)

    return guarded(step, view)


def page(request: HttpRequest, step: Step, lead: Lead, activity: Activity | None = None) -> HttpResponse:
    user, now = cast(User, request.user), timezone.now()  # the permission was asked for
    data = request.POST if request.method == "POST" else None
    form = step.form(data, lead=lead, user=user, now=now, activity=activity, initial=request.GET.dict())
    if data is None:
        return shown(request, step, form, activity)
    if not form.is_valid():
        return shown(request, step, form, activity, status=INVALID)
    site = request.build_absolute_uri("/")
    taking = Taking(user, lead, now, form.cleaned_data, activity, site)
    return taken(request, step, form, taking)


def taken(request: HttpRequest, step: Step, form: StepForm, taking: Taking) -> HttpResponse:
    seen = taking.data.get("seen")
    try:
        with transaction.atomic():
            if not taking.hold():
                return not_here(request, taking.lead.pk)
            said = step.act(taking)
    except AlreadyLogged:
        said = _("This was logged already, and is there once.")
    except Conflict as conflict:
        if not conflict.repeats(taking.user.identifier):
            return met(request, step, form, taking, conflict)
        said = _("This was logged already, and is there once.")
    except Refused as refused:
        if refused.code == "gone":
            return gone(request)
        form.lead = taking.leads.first() or taking.lead
        form.refuse(refused)
        return shown(request, step, form, taking.activity, status=CONFLICT, since=seen)
    messages.success(request, said)
    return led(request, way_back(request, where_to(taking)))


def met(request: HttpRequest, step: Step, form: StepForm, taking: Taking, conflict: Conflict) -> HttpResponse:
    """Both sides. What was typed stays in the form, which carries the new version: sent again, it acts."""
    sides = panel(request, conflict, form, taking)
    form.lead = taking.leads.first() or taking.lead
    form.activity = sides.activity
    form.refuse(conflict, closed_sentence(conflict.activity) if isinstance(conflict, Closed) else "")
    since = taking.data.get("seen")
    return shown(request, step, form, sides.activity, status=CONFLICT, since=since, sides=sides)


def shown(
    request: HttpRequest,
    step: Step,
    form: StepForm,
    activity: Activity | None,
    *,
    status: int = 200,
    since: datetime | None = None,
    sides: Panel | None = None,
) -> HttpResponse:
    """The step's form, with what others did to the lead `since` the colleague looked at it."""
    context = {
        **admin.site.each_context(request),
        "title": step.title,
        "step": step,
        "form": form,
        "panel": sides,
        "action": sides.address if sides else request.path,
        "lead": form.lead,
        "entry": timeline.entry(activity) if activity else None,
        **form.around(),
        "news": news(form, since) if since else (),
        "next": way_back(request, ""),
        "back": way_back(request, reverse("admin:leads_lead_change", args=[form.lead.pk])),
    }
    return render(request, step.template, context, status=status)


def news(form: StepForm, since: datetime) -> tuple[Entry, ...]:
    log = Activity.objects.visible_to(form.user).filter(lead=form.lead).since(since)
    rows = log.with_actor_names().newest_first()
    return tuple(timeline.entry(row) for row in rows[:NEWS])


def closed_sentence(activity: Activity) -> str:
    told = timeline.entry(activity).sentence
    text = f"{told.text} · {told.detail}" if told.detail else told.text
    return _("Nothing was changed, this is settled already: %(what)s.") % {"what": text}


def where_to(taking: Taking) -> str:
    """The lead's page; the list where the step took the lead out of the colleague's sight."""
    seen = taking.leads.exists()
    return reverse("admin:leads_lead_change", args=[taking.lead.pk]) if seen else reverse(LIST)


def gone(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("This lead no longer exists: the customer's data was erased."))
    return led(request, reverse(LIST))


def led(request: HttpRequest, address: str) -> HttpResponse:
    """A page that sent the step itself goes there itself, or it would swallow what is said on that page."""
    if IN_PLACE in request.headers:
        return HttpResponse(status=204, headers={"Location": address})
    return redirect(address)


def not_here(request: HttpRequest, lead_id: UUID | None = None) -> HttpResponse:
    """An erased lead is known by its tombstone; of others it is never said whether they are there at all."""
    if lead_id and ErasedSubmission.objects.filter(pk=lead_id).exists():
        return gone(request)
    context = {**admin.site.each_context(request), "title": _("Not here")}
    return render(request, "admin/leads/lead/not_here.html", context, status=404)
