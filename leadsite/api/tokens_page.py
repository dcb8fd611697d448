"""API tokens in the back office: make one's own, see them once, revoke them; an Admin revokes anybody's."""

from typing import Any, cast
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from leads.exceptions import Refused
from leadsite.accounts.models import User
from leadsite.api import tokens
from leadsite.api.docs_page import docs
from leadsite.api.models import PersonalToken
from leadsite.api.token_form import TokenForm

MAKES, REVOKES = "api.add_personaltoken", "api.revoke_personaltoken"
SHOWN = 200
INVALID, CONFLICT = 422, 409


def urls(wrap: Any) -> list[URLPattern]:
    """The pages about the API; `wrap` is the admin site's own guard."""
    return [
        path("api/", wrap(docs), name="api_docs"),
        path("api/tokens/", wrap(tokens_page), name="api_tokens"),
        path("api/tokens/<uuid:token>/revoke/", wrap(revoke), name="api_token_revoke"),
    ]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAKES, raise_exception=True)
def tokens_page(request: HttpRequest) -> HttpResponse:
    """POST makes a token and answers with it: no other page will ever show it."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return page(request, form)
    if not form.is_valid():
        return page(request, form, status=INVALID)
    now, wanted = timezone.now(), form.cleaned_data
    try:
        row, text = tokens.make(
            user=colleague(request), name=wanted["name"], scopes=wanted["scopes"],
            expires_at=form.expires_at(now), key=wanted["key"],
        )  # fmt: skip
    except Refused:
        form.add_error(None, _("This page was sent before, and the token was shown then. Revoke it if lost."))
        form.renew_key()
        return page(request, form, status=CONFLICT)
    return page(request, TokenForm(), made=row, text=text)


def page(
    request: HttpRequest,
    form: TokenForm,
    *,
    made: PersonalToken | None = None,
    text: str = "",
    status: int = 200,
) -> HttpResponse:
    user = colleague(request)
    everybodys = user.has_perm(REVOKES)
    rows = PersonalToken.objects.all() if everybodys else user.tokens.all()
    context = {
        **admin.site.each_context(request),
        "title": _("API tokens"),
        "form": form,
        "made": made,
        "text": text,
        "tokens": rows.select_related("user").newest_first()[:SHOWN],
        "everybodys": everybodys,
        "now": timezone.now(),
    }
    return render(request, "admin/api/tokens.html", context, status=status)


@require_POST
@permission_required(MAKES, raise_exception=True)
def revoke(request: HttpRequest, token: UUID) -> HttpResponse:
    try:
        row = tokens.revoke(token_id=token, by=colleague(request), now=timezone.now())
    except Refused:
        raise Http404 from None
    messages.success(request, _("%(token)s opens nothing any more.") % {"token": row.name})
    return redirect("admin:api_tokens")


def colleague(request: HttpRequest) -> User:
    return cast(User, request.user)  # the permission was asked for
