"""The addresses of what the list's buttons do, below the list's own."""

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from leads.bulk import pages, result_page
from leads.lead_list import board, came, clearing_page, rows_now


def paths(site: AdminSite) -> list[URLPattern]:
    return [
        path("board/", site.admin_view(board.board), name="leads_lead_board"),
        path("came/", site.admin_view(came.came), name="leads_lead_came"),
        path("now/", site.admin_view(rows_now.rows_now), name="leads_lead_rows"),
        path("bulk/", site.admin_view(pages.preview), name="leads_lead_bulk"),
        path("bulk/apply/", site.admin_view(pages.apply), name="leads_lead_bulk_apply"),
        path("bulk/<uuid:move>/", site.admin_view(result_page.result), name="leads_lead_bulk_result"),
        path("bulk/<uuid:move>/undo/", site.admin_view(pages.undo), name="leads_lead_bulk_undo"),
        path("suspects/clear/", site.admin_view(clearing_page.clear), name="leads_lead_clear_chosen"),
        path("suspects/discard/", site.admin_view(clearing_page.discard), name="leads_lead_discard_chosen"),
    ]
