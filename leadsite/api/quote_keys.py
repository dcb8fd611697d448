"""The key of a quote: the same key and body are the first quote again, another body is refused.

Customers come before keys. A database that does not answer at once is not waited for: the quote is taken, and
is still the same one as long as its key, its words and the UTC day are (leads/tokens.py).
"""

import logging
from datetime import datetime
from functools import partial

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest

from activity.kinds import Actor
from leadsite.api.senders import sender
from leadsite.api.writing import asked_for, other_body
from leadsite.bulkhead import Lane, Unavailable
from leadsite.once.answering import Asked, OtherBody
from leadsite.once.first_use import first_used

log = logging.getLogger(__name__)

SCOPE = "quotes"
LANE = Lane("quote-keys", threads=2, waiting=16, seconds=0.15)


def first_sent(request: HttpRequest, key: str, now: datetime) -> datetime:
    """When this quote was first sent under its key; `now` for a new one, or where nobody knows.

    Raises Problem 422 where the key was used for another one.
    """
    # Nobody signs in here: a key belongs to the address it comes from.
    asked = Asked(SCOPE, Actor("system", sender(request)), key, asked_for(request))
    try:
        return LANE.run(partial(first_used, asked, now))
    except OtherBody:
        raise other_body() from None
    except (Unavailable, DatabaseError, InterfaceError) as error:
        log.warning("a quote's key was not looked up: %s", type(error).__name__)
        return now
