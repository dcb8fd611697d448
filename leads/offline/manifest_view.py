"""/manifest.webmanifest: the form as an app on a phone's home screen, under the shop's own name."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from leads import posted

PAPER = "#f6f4ef"  # of leads/static/leads/site.css
SHORT = 12  # signs that a home screen has room for
ICONS = (
    ("shop.svg", "any", "any"),
    ("shop-192.png", "192x192", "any"),
    ("shop-512.png", "512x512", "any"),
    ("shop-maskable-192.png", "192x192", "maskable"),
    ("shop-maskable-512.png", "512x512", "maskable"),
)


@require_safe
def manifest_view(request: HttpRequest) -> JsonResponse:
    language = posted.language(request, request.GET)
    with translation.override(language):
        told = manifest(language)
    return JsonResponse(
        told, content_type="application/manifest+json", headers={"Cache-Control": "public, max-age=3600"}
    )


def manifest(language: str) -> dict[str, object]:
    form, name = reverse("leads:form"), settings.BUSINESS_NAME
    return {
        "id": form,
        "name": name,
        "short_name": name if len(name) <= SHORT else name.split()[0][:SHORT],
        "description": gettext(
            "Pick what you need and see what it costs as you type. Then carry on with us on WhatsApp."
        ),
        "lang": language,
        "dir": "ltr",
        "start_url": f"{form}?lang={language}",
        "scope": form,
        "display": "standalone",
        "theme_color": PAPER,
        "background_color": PAPER,
        "icons": [icon(*one) for one in ICONS],
    }


def icon(name: str, sizes: str, purpose: str) -> dict[str, str]:
    kind = "image/svg+xml" if name.endswith(".svg") else "image/png"
    return {"src": static(f"leadsite/icons/{name}"), "sizes": sizes, "type": kind, "purpose": purpose}
