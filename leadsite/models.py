"""What the shop is, where the database's own functions can read it."""

from django.db import models


class ShopSettings(models.Model):
    """One row, written by `manage.py migrate` from the settings."""

    id = models.SmallIntegerField(primary_key=True, default=1, db_default=1, db_comment="Always 1")
    time_zone = models.CharField(max_length=64, db_comment="The shop's day begins at midnight here")
    currency = models.CharField(max_length=3, db_comment="ISO 4217")
    data_api_open = models.BooleanField(
        default=False,
        db_default=False,
        db_comment="Whether anon and authenticated hold their grants: manage.py data_api open|close",
    )

    class Meta:
        db_table = "shop_settings"
        db_table_comment = "One row that tells the SQL functions the shop's time zone and currency"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="shop_settings_one_row")]

    def __str__(self) -> str:
        return f"{self.time_zone}, {self.currency}"
