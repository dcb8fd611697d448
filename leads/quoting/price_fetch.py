"""Reads published price lists from the database, over a short connection of its own."""

import logging
from contextlib import closing
from datetime import datetime
from typing import Any

import psycopg
from django.db import connection

from leads.quoting.price_list import PriceList

log = logging.getLogger(__name__)

NEWEST = "select number, published_at from price_list_versions order by number desc limit 1"
# A form may be priced for a day by the version it was rendered with; an hour more for slow clocks.
OF_THE_DAY = """
    select number, content from price_list_versions
    where number >= coalesce(
        (select max(number) from price_list_versions where published_at <= now() - interval '25 hours'), 1
    )
    order by number
"""


def fetch(known: tuple[int, datetime] | None) -> list[PriceList] | None:
    """The versions of the last day, lowest first; None if (number, published_at) `known` is still the newest.

    Raises whatever the database driver raises.
    """
    with closing(connect()) as database:
        newest = database.execute(NEWEST).fetchone()
        if newest is None or newest == known:
            return None
        rows = database.execute(OF_THE_DAY).fetchall()
    return [price_list for number, content in rows if (price_list := readable(number, content))]


def readable(number: int, content: object) -> PriceList | None:
    try:
        return PriceList.from_json(content)
    except ValueError as error:
        log.error("price list %s cannot be read: %s", number, error)
        return None


def connect() -> "psycopg.Connection[Any]":
    """A connection of this thread alone: Django's own would stay open behind it."""
    parameters = connection.get_connection_params()
    # Django's cursors and its reading of jsonb as text are of no use here.
    for name in ("cursor_factory", "context"):
        parameters.pop(name, None)
    return psycopg.connect(**parameters, autocommit=True)
