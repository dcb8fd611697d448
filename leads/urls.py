"""The customer's pages."""

from django.urls import URLPattern, path

from leads.offline.manifest_view import manifest_view
from leads.offline.price_sheet_view import price_sheet_view
from leads.offline.worker_view import worker_view
from leads.pricing_view import price_view
from leads.quote_page import quote_view
from leads.views import form_view
from leadsite.telemetry.views import telemetry_view

app_name = "leads"
urlpatterns: list[URLPattern] = [
    path("", form_view, name="form"),
    path("price", price_view, name="price"),
    path("prices/<int:version>", price_sheet_view, name="price_sheet"),
    path("manifest.webmanifest", manifest_view, name="manifest"),
    path("worker.js", worker_view, name="worker"),
    path("q/<str:token>/", quote_view, name="quote"),
    path("telemetry", telemetry_view, name="telemetry"),
]
