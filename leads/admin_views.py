"""What the buttons of the staff's pages do: permission, one call, a message, a redirect."""

from typing import cast

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from leads.quoting import publishing
from leads.quoting.publishing import CannotPublish
from leadsite.accounts.models import User

MAY_PUBLISH = "leads.add_pricelistversion"


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
        "reason": reason,
    }
    return TemplateResponse(request, "admin/leads/priceitem/publish.html", context)


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
