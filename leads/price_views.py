"""What the buttons of the price list do: publish it, take it out as a file, bring a file in."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from leads.models import Submission
from leads.price_form import ConfirmForm, UploadForm, carried
from leads.quoting import price_csv, publishing, typical_basket
from leads.quoting.price_csv import ChangedMeanwhile, Unreadable
from leads.quoting.price_list import PriceList
from leads.quoting.price_resource import COLUMNS
from leads.quoting.publishing import CannotPublish, Preview
from leads.quoting.typical_basket import Effect
from leadsite.accounts.models import User

MAY_PUBLISH = "leads.add_pricelistversion"
MAY_READ = "leads.view_priceitem"
MAY_EDIT = ("leads.add_priceitem", "leads.change_priceitem", "leads.change_pricebreak")
LIST = "admin:leads_priceitem_changelist"
PROBLEMS_SHOWN = 100
INVALID = 422


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAY_PUBLISH, raise_exception=True)
def publish_price_list(request: HttpRequest) -> HttpResponse:
    """GET shows what publishing would change; POST publishes exactly what was shown."""
    if request.method == "POST":
        return publish(request)
    preview, reason = None, ""
    try:
        preview = publishing.preview()
    except CannotPublish as error:
        reason = why(error)
    context = {
        **admin.site.each_context(request),
        "title": _("Publish the price list"),
        "preview": preview,
        "effect": effect(preview) if preview else None,
        "currency": preview.currency if preview else "",
        "reason": reason,
    }
    return TemplateResponse(request, "admin/leads/priceitem/publish.html", context)


def standing(request: HttpRequest) -> dict[str, Any]:
    """For the list: what this colleague may do, and how far the rows are from what customers see."""
    user = request.user
    facts = {"may_publish": user.has_perm(MAY_PUBLISH), "may_upload": user.has_perms(MAY_EDIT)}
    try:
        preview = publishing.preview()
    except CannotPublish as error:
        return {**facts, "unpublished": True, "reason": why(error)}
    return {
        **facts,
        "unpublished": bool(preview.items) and not preview.nothing_changed,
        "latest": preview.latest,
        "changes": len(preview.changes),
    }


def effect(preview: Preview) -> Effect | None:
    """On the newest quotes, whoever's they are; nothing to compare with before the first version."""
    if preview.latest is None or preview.nothing_changed or preview.currency_was or not preview.items:
        return None
    after = PriceList(preview.latest.number + 1, preview.currency, timezone.now(), preview.items)
    quotes = Submission.objects.newest_quotes().values_list("quote", flat=True)[: typical_basket.QUOTES]
    return typical_basket.effect(quotes, preview.latest.value(), after)


def publish(request: HttpRequest) -> HttpResponse:
    publisher = cast(User, request.user)  # the permission was asked for
    shown = request.POST.get("digest", "")
    try:
        version = publishing.publish(actor=publisher.identifier, now=timezone.now(), expected=shown)
    except CannotPublish as error:
        messages.warning(request, why(error))
        return redirect("admin:leads_priceitem_publish")
    messages.success(
        request,
        _("Version %(number)s is published. The form prices by it within two seconds.")
        % {"number": version.number},
    )
    return redirect("admin:leads_pricelistversion_change", version.pk)


def why(error: CannotPublish) -> str:
    sentences = {
        "nothing_changed": _("Nothing has changed since the last version."),
        "nothing_on_sale": _("No item is on sale: an empty price list is not published."),
        "changed_meanwhile": _(
            "Somebody has edited the price list meanwhile. Look again before you publish."
        ),
        "unsound": _("One item contradicts itself: %(detail)s.") % {"detail": error.detail},
    }
    return sentences[error.code]


@require_safe
@permission_required(MAY_READ, raise_exception=True)
def download(request: HttpRequest) -> HttpResponse:
    """The price list as staff are editing it, for a spreadsheet."""
    name = f"price-list-{timezone.localdate():%Y-%m-%d}.csv"
    return HttpResponse(
        price_csv.BYTE_ORDER_MARK + price_csv.written(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAY_EDIT, raise_exception=True)
def upload(request: HttpRequest) -> HttpResponse:
    """GET asks for a file; POST with a file shows what it would do; POST of that preview does it."""
    if request.method != "POST":
        return upload_page(request, UploadForm())
    if "content" in request.POST:
        return confirm(request)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return upload_page(request, form, status=INVALID)
    return previewed(request, form.cleaned_data["file"])


def upload_page(request: HttpRequest, form: UploadForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": _("Price list from a file"),
        "form": form,
        "columns": COLUMNS,
        "most_rows": price_csv.MOST_ROWS,
        "most_kilobytes": price_csv.LARGEST_BYTES // 1024,
        **more,
    }
    return TemplateResponse(request, "admin/leads/priceitem/upload.html", context, status=status)


def previewed(request: HttpRequest, text: str) -> HttpResponse:
    form = UploadForm()
    try:
        preview = price_csv.preview(text)
    except Unreadable as error:
        return upload_page(request, form, status=INVALID, unreadable=str(error))
    problems = preview.problems[:PROBLEMS_SHOWN]
    more = len(preview.problems) - len(problems)
    return upload_page(
        request,
        form,
        status=INVALID if problems else 200,
        preview=preview,
        problems=problems,
        more_problems=more,
        content=carried(text),
    )


def confirm(request: HttpRequest) -> HttpResponse:
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The preview is no longer whole. Upload the file again."))
        return redirect("admin:leads_priceitem_upload")
    text, editor = form.cleaned_data["content"], cast(User, request.user)
    try:
        done = price_csv.apply(
            text, expected=form.cleaned_data["digest"], user_id=editor.pk, now=timezone.now()
        )
    except Unreadable as error:
        return upload_page(request, UploadForm(), status=INVALID, unreadable=str(error))
    except ChangedMeanwhile:
        messages.warning(
            request, _("Somebody has edited the price list meanwhile. Look again before you confirm.")
        )
        return previewed(request, text)
    if not done.does_something:
        messages.info(request, _("The file says what the price list says: nothing was changed."))
        return redirect(LIST)
    count = len(done.added) + len(done.changed)
    said = ngettext(
        "%(count)d item was written. Customers see it once it is published.",
        "%(count)d items were written. Customers see them once they are published.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect(LIST)
