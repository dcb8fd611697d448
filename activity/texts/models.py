"""Texts to begin an SMS with, their placeholders checked by the form and by the database."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from leadsite.keys import uuid_key


class TextTemplate(models.Model):
    id = uuid_key(db_comment="Primary key")
    name = models.CharField(_("name"), max_length=80, db_comment="As staff choose it")
    text = models.TextField(_("text"), db_comment="With placeholders such as {customer}")

    class Meta:
        db_table = "text_templates"
        db_table_comment = "Texts of SMS, edited by staff"
        verbose_name = _("SMS template")
        verbose_name_plural = _("SMS templates")
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(fields=["name"], name="text_templates_name_key"),
        ]

    def __str__(self) -> str:
        return self.name
