"""Primary keys: time-ordered where the application makes them, random where plain SQL inserts a row."""

from typing import Any
from uuid import UUID

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A version 7 UUID: rows made one after the other lie beside each other in the index."""
    return UUID(bytes=uuid7().bytes)


def uuid_key(**options: Any) -> "models.UUIDField[UUID | str, UUID]":
    return models.UUIDField(
        primary_key=True, default=new_id, db_default=RandomUUID(), editable=False, **options
    )
