"""/worker.js: the service worker of the form. Its scope is the whole site, and it leaves all else alone."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from leads.offline.price_sheet import NO_LIST

# A worker that an earlier version left in browsers, taken away again. Quotes that wait are sent by the page.
# At its installation: active it would be only when the earlier one has nothing more to do. Unregistering
# waits for the end of the installation, so the installation must not wait for it.
NO_WORKER = """\
addEventListener("install", (event) => {
  event.waitUntil(caches.delete("leadsite-form"));
  registration.unregister();
});
"""


@require_safe
def worker_view(request: HttpRequest) -> HttpResponse:
    """Its text changes with every file that it runs, which is how browsers find out."""
    script = worker_script() if settings.FORM_OFFLINE else NO_WORKER
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


def worker_script() -> str:
    told = {
        "statics": settings.STATIC_URL,
        "prices": reverse("leads:price_sheet", args=[NO_LIST]).removesuffix(str(NO_LIST)),
        "languages": [code for code, _ in settings.LANGUAGES],
    }
    address = static("leads/offline/worker.js")
    return f'import {{ begin }} from "{address}";\nbegin({json.dumps(told)});\n'
