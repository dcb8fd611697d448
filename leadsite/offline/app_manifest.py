"""The back office as an app on a home screen."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

# As desk.css has them, by day; pages say their own, for the night too (templates/admin/app.html).
PAPER, CARD = "#f6f4ef", "#ffffff"
ICONS = (("192", "any"), ("512", "any"), ("maskable-192", "maskable"), ("maskable-512", "maskable"))


@require_safe
def app_manifest(request: HttpRequest) -> JsonResponse:
    return JsonResponse(
        manifest(), content_type="application/manifest+json", headers={"Cache-Control": "no-cache"}
    )


def manifest() -> dict[str, object]:
    start = reverse("admin:index")
    return {
        "id": start,
        "name": _("%(business)s back office") % {"business": settings.BUSINESS_NAME},
        "short_name": _("Back office"),
        "start_url": start,
        "scope": start,
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": CARD,
        "icons": [icon(kind, purpose) for kind, purpose in ICONS],
        "shortcuts": [
            shortcut(_("Today"), "admin:index"),
            shortcut(_("Leads"), "admin:leads_lead_changelist"),
            shortcut(_("Respond"), "admin:respond_next"),
        ],
    }


def icon(kind: str, purpose: str = "any") -> dict[str, str]:
    pixels = kind.rpartition("-")[2]
    return {
        "src": static(f"leadsite/icons/desk-{kind}.png"),
        "sizes": f"{pixels}x{pixels}",
        "type": "image/png",
        "purpose": purpose,
    }


def shortcut(name: str, url_name: str) -> dict[str, object]:
    return {"name": name, "url": reverse(url_name), "icons": [icon("192")]}
