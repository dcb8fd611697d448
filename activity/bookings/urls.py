"""The customer's page of a visit. It is read from the database: the staff's processes serve it."""

from django.urls import URLPattern, path

from activity.bookings import page

app_name = "visits"
urlpatterns: list[URLPattern] = [
    path("<str:token>/", page.visit_page, name="visit"),
    path("<str:token>/visit.ics", page.calendar, name="calendar"),
]
