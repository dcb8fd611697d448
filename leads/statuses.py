"""Where a lead stands. Only people move it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LeadStatus(models.TextChoices):
    NEW = "new", _("New")
    CONTACTED = "contacted", _("Contacted")
    NURTURING = "nurturing", _("Nurturing")
    QUALIFIED = "qualified", _("Qualified")
    CONVERTED = "converted", _("Converted")
    LOST = "lost", _("Lost")


class CustomerRole(models.TextChoices):
    """Who the customer says they are; plain SQL may store other words."""

    HOME_OWNER = "Home Owner", _("Home owner")
    ARCHITECT = "Architect", _("Architect")
    BUILDER = "Builder", _("Builder")
    CONTRACTOR = "Contractor", _("Contractor")
    OTHER = "Other", _("Other")


class SubmissionKind(models.TextChoices):
    FIRST = "first", _("First enquiry")
    REPEAT = "repeat", _("Asked again")
