"""JSON that other programs may have stored too: PostgreSQL takes what Python cannot read."""

from typing import Any

from django.db import models
from django.db.models.expressions import Expression


class StoredJSON(models.JSONField):
    """A JSONField that reads as its own text where that holds a number too long or lists too deep for us.

    One such row would else be an error on every page that lists it.
    """

    def from_db_value(self, value: Any, expression: Expression, connection: Any) -> Any:
        try:
            return super().from_db_value(value, expression, connection)
        except (ValueError, RecursionError):
            return value

    def deconstruct(self) -> Any:
        """To migrations it is Django's own: the column is the same."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.JSONField", arguments, options
