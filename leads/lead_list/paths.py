"""The addresses of what the list's buttons do, below the list's own."""

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from leads.lead_list import clearing_page


def paths(site: AdminSite) -> list[URLPattern]:
    return [
        path("suspects/clear/", site.admin_view(clearing_page.clear), name="leads_lead_clear"),
        path("suspects/discard/", site.admin_view(clearing_page.discard), name="leads_lead_discard"),
    ]
