"""How often the language model was asked: its budget of a day."""

from django.db import models


class TriageDay(models.Model):
    """One day of the shop."""

    day = models.DateField(primary_key=True, db_comment="Of the shop's time zone")
    asked = models.IntegerField(db_comment="How often the language model was asked about a lead")

    class Meta:
        db_table = "triage_days"
        db_table_comment = "What of the language model's daily budget is spent"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.day} {self.asked}"
