"""The addresses of the back office as a browser is given them, from the one table that the tests of roles walk."""

from collections.abc import Mapping

from django.apps import apps
from django.urls import reverse
from playwright.sync_api import Page, expect

from activity.models import Activity
from leads.models import Lead, PriceItem, PriceListVersion
from leadsite.accounts.models import User
from tests.leadsite.staff_pages import NOBODY, UNKNOWN, address, every_page, of_lead

# Files, scripts and parts of pages are no pages.
NO_PAGES = {
    "now/",
    "leads/lead/now/",
    "leads/lead/came/",
    "leads/lead/<uuid:pk>/now/",
    "jsi18n/",
    "worker.js",
    "offline/session/",
    "app.webmanifest",
    "leads/priceitem/download/",
    "response-times/download/",
}
KEYED = {"<path:object_id>": "{}", "<id>": "{}"}


def pages(lead: Lead) -> list[str]:
    """Every address that a superuser may open, with the keys of this lead and of the newest row of all else."""
    keys = {**newest_rows(), **of_lead(lead)}
    open_to_all = [one for one in every_page() if one.needs != NOBODY and one.allowed == 200]
    paths = [
        address(one.path, keys) for one in open_to_all if one.path not in NO_PAGES and there(one.path, keys)
    ]
    return [
        *paths,
        f"/admin/leads/lead/{lead.pk}/change/?check",
        *tasks(lead),
        "/admin/auth/group/add/?_popup=1",
    ]


def tasks(lead: Lead) -> list[str]:
    """What may be done with what waits on this lead."""
    return [
        reverse(f"admin:activity_activity_{step}", args=[waiting.pk])
        for waiting in Activity.objects.filter(lead=lead, status="pending")
        for step in (("decide",) if waiting.type == "approval" else ("snooze", "complete", "cancel"))
    ]


def there(path: str, keys: Mapping[str, str]) -> bool:
    """Whether a page of one row has its row: without, Django shows the first page instead."""
    if any(mark in path for mark in KEYED):
        return any(f"/{name}/" in f"/{path}" for name in keys)
    return UNKNOWN not in address(path, keys)


def newest_rows() -> dict[str, str]:
    models = [
        PriceItem,
        PriceListVersion,
        User,
        *map(
            apps.get_model,
            (
                "auth.group",
                "telemetry.analyticsevent",
                "assignments.calendar",
                "assignments.policy",
                "assignments.absence",
                "activity.lettertemplate",
            ),
        ),
    ]
    found = {model._meta.model_name: model._default_manager.order_by("pk").last() for model in models}
    keys = {str(name): str(row.pk) for name, row in found.items() if row is not None}
    return {**keys, "template": keys.get("lettertemplate", UNKNOWN), "number": "1"}


def each_kind(paths: list[str]) -> list[str]:
    """The same without the histories and deletions of all models but one: they are one template."""
    return [
        path
        for path in paths
        if path.startswith("/admin/accounts/user/") or not path.endswith(("/history/", "/delete/"))
    ]


def preview_bulk(page: Page) -> None:
    """Ask what it would do to call all leads contacted."""
    page.goto(page.url.split("/admin/")[0] + "/admin/leads/lead/")
    page.select_option("select[name=to]", "contacted")
    page.check("[name=everything]")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("h1")).to_contain_text("Move to")
