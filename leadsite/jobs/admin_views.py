"""What the buttons at a job that failed do."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from activity.kinds import Actor
from leads.exceptions import Refused
from leadsite.accounts.models import User
from leadsite.jobs import page, steps
from leadsite.jobs.forms import GiveUpForm
from leadsite.jobs.loading import load
from leadsite.jobs.models import Job
from leadsite.jobs.tasks import TASKS

MAY = "jobs.retry_job"
INVALID, CONFLICT = 422, 409


def urls(wrap: Any) -> list[URLPattern]:
    """The page of jobs and its steps; `wrap` is the admin site's own guard."""
    return [
        path("jobs/", wrap(page.jobs), name="jobs"),
        path("jobs/<int:job>/try-again/", wrap(try_again), name="jobs_try_again"),
        path("jobs/<int:job>/give-up/", wrap(give_up), name="jobs_give_up"),
    ]


@require_POST
@permission_required(MAY, raise_exception=True)
def try_again(request: HttpRequest, job: int) -> HttpResponse:
    try:
        steps.try_again(job_id=job, actor=colleague(request))
    except Refused as refused:
        if refused.code == "gone":
            raise Http404 from None
        messages.warning(request, why(refused))
    else:
        messages.success(request, _("It is tried again now."))
    return redirect("admin:jobs")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAY, raise_exception=True)
def give_up(request: HttpRequest, job: int) -> HttpResponse:
    """GET asks for the reason, POST gives the job up for it."""
    found = Job.objects.filter(pk=job).first()
    if found is None:
        raise Http404
    form = GiveUpForm(request.POST or None, label_suffix="")
    if request.method != "POST":
        return ask(request, found, form)
    if not form.is_valid():
        return ask(request, found, form, status=INVALID)
    try:
        steps.give_up(job_id=job, actor=colleague(request), reason=form.cleaned_data["reason"])
    except Refused as refused:
        messages.warning(request, why(refused))
        return ask(request, found, form, status=CONFLICT)
    messages.success(request, _("It is given up."))
    return redirect("admin:jobs")


def ask(request: HttpRequest, found: Job, form: GiveUpForm, *, status: int = 200) -> HttpResponse:
    load()
    task = TASKS.get(found.task_name)
    context = {
        **admin.site.each_context(request),
        "title": _("Give a job up"),
        "job": found,
        "name": task.title if task else found.task_name,
        "entry": found.log.order_by("-at").first(),
        "form": form,
    }
    return TemplateResponse(request, "admin/jobs/give_up.html", context, status=status)


def colleague(request: HttpRequest) -> Actor:
    return Actor("user", cast(User, request.user).identifier)  # the permission was asked for


def why(refused: Refused) -> str:
    sentences = {
        "not_failed": _("This job does not wait for anybody’s decision any more."),
        "gone": _("This job is not there any more."),
        "one_waits": _(
            "Another job that does the same waits already, so this one is not needed: give it up."
        ),
    }
    return sentences[refused.code]
