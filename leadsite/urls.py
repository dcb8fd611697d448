"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

from leadsite import health_views
from leadsite.api.site import api
from leadsite.outside import hooks

handler403 = "leadsite.refused.forbidden"
handler404 = "leadsite.refused.missing"
handler500 = "leadsite.away.failed"
urlpatterns = [
    path("healthz", health_views.alive),
    path("health", health_views.health_report),
    path("hooks/<slug:provider>/", hooks.hook, name="hook"),
    path("admin/", admin.site.urls),
    path("api/", api.urls),
    path("visit/", include("activity.bookings.urls")),
    path("", include("leads.urls")),
]
