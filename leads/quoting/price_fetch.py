"""Reads published price lists from the database, over a short connection of its own."""

import logging
from contextlib import closing
from datetime import datetime
from typing import Any

import psycopg

from leads.intake import watchdog
from leads.intake.connection import parameters
from leads.quoting.price_list import PriceList

log = logging.getLogger(__name__)

DEADLINE_SECONDS = 2.0  # nobody waits for this thread, but it should be there when the database is back
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
    with closing(connect()) as database, watchdog.deadline(database, DEADLINE_SECONDS):
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
    chosen = {**parameters(), "application_name": "leadsite price list"}
    return psycopg.connect(**chosen, autocommit=True)
