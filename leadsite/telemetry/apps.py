"""Small events from the customer's page."""

from django.apps import AppConfig


class TelemetryConfig(AppConfig):
    name = "leadsite.telemetry"
    label = "telemetry"
