"""The leadsite application."""

from django.apps import AppConfig


class LeadsiteConfig(AppConfig):
    name = "leadsite"
