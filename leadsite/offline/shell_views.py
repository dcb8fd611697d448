"""What a browser needs of the back office before it can do without the network; nothing here is personal."""

import json
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_safe

from leadsite.offline import shell_files
from leadsite.offline.app_manifest import app_manifest

# Readable without network as they were when last seen: the day's queue. Leads come as they are opened.
DAY = (
    "admin:index",
    "admin:leads_lead_changelist",
    "admin:leads_lead_board",
    "admin:respond_next",
    "admin:activity_follow_ups",
    "admin:activity_approvals",
    "admin:notices",
    "admin:offline_queue",
)
# A worker that an earlier version left in browsers, taken away again: what was read goes with it, what
# was written without network and not yet sent stays.
NO_WORKER = """\
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil((async () => {
  indexedDB.deleteDatabase("leadsite-reading");
  await caches.delete("leadsite-shell");
  await registration.unregister();
})()));
"""


def urls() -> list[URLPattern]:
    return [
        path("worker.js", worker, name="worker"),
        path("kept/", kept, name="kept"),
        path("app.webmanifest", app_manifest, name="app_manifest"),
    ]


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; its text changes with every file that it keeps, which is how browsers find out."""
    script = worker_script() if settings.STAFF_OFFLINE else NO_WORKER
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


def worker_script() -> str:
    told = json.dumps(shell(), indent=1)
    return f'import {{ begin }} from "{static("leadsite/shell/worker/main.js")}";\nbegin({told});\n'


def shell() -> dict[str, Any]:
    return {
        "root": reverse("admin:index"),
        "logout": reverse("admin:logout"),
        "kept": reverse("admin:kept"),
        "day": [*(reverse(name) for name in DAY), f"{reverse('admin:leads_lead_changelist')}?view=mine"],
        "queue": reverse("admin:offline_queue"),
        "leads": reverse("admin:leads_lead_changelist"),
        "files": shell_files.addresses(),
    }


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """What is shown for every page that is not kept; its script lists those that are."""
    context = {**admin.site.each_context(request), "has_permission": False, "title": ""}
    page = render(request, "admin/offline/kept.html", context)
    page.headers["Cache-Control"] = "no-cache"
    return page
