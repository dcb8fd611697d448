"""Django's admin under our own site class."""

from django.contrib.admin.apps import AdminConfig


class LeadsiteAdminConfig(AdminConfig):
    default_site = "leadsite.admin_site.LeadsiteAdminSite"
