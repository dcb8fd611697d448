"""JSON that other programs may have stored too: PostgreSQL takes what Python cannot read."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import F, Func, Value
from django.db.models.expressions import Expression
from django.db.models.functions import Coalesce


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


def learnt(column: str, facts: Mapping[str, object]) -> Func:
    """The object in that column with these facts in it, made by the database: it can read what is there."""
    known = Coalesce(F(column), Value({}, models.JSONField()))
    added = Value(dict(facts), models.JSONField())
    return Func(known, added, template="(%(expressions)s)", arg_joiner=" || ")
