"""Templates of letters. Their placeholders are checked by the form and by the database."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from activity.letters.purposes import LONGEST_NAME, LONGEST_SUBJECT, Purpose
from leadsite.keys import uuid_key


class LetterTemplateQuerySet(models.QuerySet["LetterTemplate"]):
    def acknowledgement(self, language: str) -> "LetterTemplate | None":
        """The one that is sent by itself in this language; None where the shop took it out of use."""
        return self.filter(purpose=Purpose.ACKNOWLEDGEMENT, language=language, is_used=True).first()

    def replies(self, language: str) -> "LetterTemplateQuerySet":
        """Those to begin a reply with, the customer's language first."""
        first = models.Case(models.When(language=language, then=0), default=1)
        return self.filter(purpose=Purpose.REPLY, is_used=True).order_by(first, "language", "name")

    def as_listed(self) -> "LetterTemplateQuerySet":
        return self.order_by("purpose", "name", "language")


class LetterTemplate(models.Model):
    id = uuid_key(db_comment="Primary key")
    purpose = models.CharField(
        _("for"),
        max_length=20,
        choices=Purpose,
        db_comment="acknowledgement: sent by itself; reply: to begin with",
    )
    name = models.CharField(_("name"), max_length=LONGEST_NAME, db_comment="As staff choose it")
    language = models.CharField(_("language"), max_length=16, db_comment="en, hi, es: the customer's")
    subject = models.CharField(
        _("subject"), max_length=LONGEST_SUBJECT, db_comment="One line, with placeholders"
    )
    body = models.TextField(_("text"), db_comment="Plain text with placeholders; HTML is made of it")
    is_used = models.BooleanField(
        _("in use"), default=True, db_default=True, db_comment="Whether it is sent, or offered for a reply"
    )
    changed_at = models.DateTimeField(
        _("changed"), db_comment="The row's version: an older page saves nothing"
    )
    changed_by_id = models.CharField(
        _("by"),
        max_length=255,
        null=True,
        blank=True,
        db_comment="The colleague's identifier; null: as delivered",
    )

    objects = LetterTemplateQuerySet.as_manager()

    class Meta:
        db_table = "letter_templates"
        db_table_comment = "Texts of e-mails, edited by staff"
        verbose_name = _("letter template")
        verbose_name_plural = _("letter templates")
        default_permissions = ("add", "change", "view")
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=Purpose.values), name="letter_templates_purpose_check"
            ),
            models.UniqueConstraint(fields=["purpose", "language", "name"], name="letter_templates_name_key"),
            models.UniqueConstraint(
                fields=["language"],
                condition=Q(purpose=Purpose.ACKNOWLEDGEMENT),
                name="letter_templates_acknowledgement_key",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def language_name(self) -> str:
        return str(dict(settings.LANGUAGES).get(self.language, self.language))
