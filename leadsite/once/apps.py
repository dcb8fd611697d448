"""Idempotency keys."""

from django.apps import AppConfig


class OnceConfig(AppConfig):
    name = "leadsite.once"
    label = "once"
