"""How many open leads each owner has, as a table of changes (assignments/sql/owner_loads)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OwnerLoad(models.Model):
    """How many open leads a colleague has, as changes to be added up.

    Each transaction adds rows and locks none, so that no two colleagues wait for each other; the sweep folds
    them together. The sum over an owner is the load: nobody counts leads.
    """

    id = models.BigAutoField(primary_key=True, db_comment="Primary key")
    owner_id = models.CharField(max_length=255, db_comment="The user's identifier")
    open_leads = models.IntegerField(db_comment="More or fewer than before")

    class Meta:
        db_table = "owner_loads"
        db_table_comment = "Changes in the number of open leads of each owner; their sum is the load"
        verbose_name = _("load")
        verbose_name_plural = _("loads")
        indexes = [
            # An owner's load, without the table.
            models.Index(fields=["owner_id"], include=["open_leads"], name="idx_owner_loads_owner_id"),
        ]

    def __str__(self) -> str:
        return f"{self.owner_id} {self.open_leads:+}"
