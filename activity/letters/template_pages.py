"""The pages of letter templates: all of them, and one with its preview."""

from typing import Any, cast
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from activity.kinds import Actor
from activity.letters import editing
from activity.letters.letter import write
from activity.letters.models import LetterTemplate
from activity.letters.sample import sample
from activity.letters.template_form import TemplateForm
from leads.exceptions import Refused
from leadsite.accounts.models import User

MAY_SEE, MAY_ADD, MAY_CHANGE = (f"activity.{verb}_lettertemplate" for verb in ("view", "add", "change"))
FOLDER = "admin/activity/letters"
LIST = "admin:activity_lettertemplate_changelist"
INVALID, CONFLICT = 422, 409


@require_safe
@permission_required(MAY_SEE, raise_exception=True)
def templates(request: HttpRequest) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": _("E-mail templates"),
        "rows": LetterTemplate.objects.as_listed(),
        "may_add": request.user.has_perm(MAY_ADD),
        "may_change": request.user.has_perm(MAY_CHANGE),
    }
    return render(request, f"{FOLDER}/templates.html", context)


@require_safe
@permission_required(MAY_SEE, raise_exception=True)
def template(request: HttpRequest, template: UUID) -> HttpResponse:
    """How a template reads to a customer."""
    row = found(template)
    context = {
        **admin.site.each_context(request),
        "title": row.name,
        "row": row,
        "letter": letter(request, row.subject, row.body, row.language),
        "may_change": request.user.has_perm(MAY_CHANGE),
    }
    return render(request, f"{FOLDER}/template.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAY_ADD, raise_exception=True)
def new(request: HttpRequest) -> HttpResponse:
    return page(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAY_CHANGE, raise_exception=True)
def edit(request: HttpRequest, template: UUID) -> HttpResponse:
    return page(request, found(template))


def found(key: UUID) -> LetterTemplate:
    row = LetterTemplate.objects.filter(pk=key).first()
    if row is None:
        raise Http404
    return row


def page(request: HttpRequest, row: LetterTemplate | None) -> HttpResponse:
    """GET shows what is stored; POST shows how it would read, or stores it."""
    form = TemplateForm(request.POST if request.method == "POST" else None, template=row)
    if request.method != "POST":
        return shown(request, row, form)
    if not form.is_valid():
        return shown(request, row, form, status=INVALID)
    if request.POST.get("do") != "save":
        return shown(request, row, form, letter=preview(request, form))
    return save(request, row, form)


def save(request: HttpRequest, row: LetterTemplate | None, form: TemplateForm) -> HttpResponse:
    how: dict[str, Any] = {"draft": form.draft(), "now": timezone.now()}
    how["actor"] = Actor("user", cast(User, request.user).identifier)  # the permission was asked for
    try:
        if row is None:
            done = editing.make(**how)
        else:
            done = editing.change(template_id=row.pk, seen=form.cleaned_data["seen"], **how)
    except Refused as refused:
        return refuse(request, row, form, refused)
    messages.success(request, _("Saved: “%(name)s” reads like this from now on.") % {"name": done.name})
    return redirect("admin:activity_lettertemplate_change", done.pk)


def refuse(
    request: HttpRequest, row: LetterTemplate | None, form: TemplateForm, refused: Refused
) -> HttpResponse:
    """What was typed stays; after a colleague's change theirs is shown, and the next save is over it."""
    theirs = LetterTemplate.objects.filter(pk=row.pk).first() if row else None
    if refused.code == "gone":
        raise Http404
    form.add_error("name" if refused.code == "name_taken" else None, why(refused))
    if refused.code != "changed_meanwhile" or theirs is None:
        return shown(request, row, form, status=CONFLICT)
    form.renew(theirs)
    return shown(request, theirs, form, status=CONFLICT, theirs=theirs, who=changed_by(theirs))


def why(refused: Refused) -> str:
    sentences = {
        "name_taken": _("There is a template of this name in this language already."),
        "nothing_changed": _("Nothing is different from what is saved."),
        "changed_meanwhile": _("Somebody changed this template meanwhile. Look at theirs, then go on."),
    }
    return sentences[refused.code]


def changed_by(row: LetterTemplate) -> str:
    colleague = User.objects.filter(identifier=row.changed_by_id).first()
    return str(colleague or row.changed_by_id or _("the system"))


def preview(request: HttpRequest, form: TemplateForm) -> Any:
    said = form.cleaned_data
    return letter(request, said["subject"], said["body"], said["language"])


def letter(request: HttpRequest, subject: str, body: str, language: str) -> Any:
    return write(subject, body, sample(language, colleague=cast(User, request.user).name))


def shown(
    request: HttpRequest, row: LetterTemplate | None, form: TemplateForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": _("Change %(name)s") % {"name": row.name} if row else _("New template"),
        "row": row,
        "form": form,
        **more,
    }
    return render(request, f"{FOLDER}/edit.html", context, status=status)
