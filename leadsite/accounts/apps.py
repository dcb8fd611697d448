"""Users and their roles."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "leadsite.accounts"
    label = "accounts"
