"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

from leadsite import health_views

handler500 = "leadsite.away.failed"
urlpatterns = [
    path("healthz", health_views.alive),
    path("health", health_views.health_report),
    path("admin/", admin.site.urls),
    path("", include("leads.urls")),
]
