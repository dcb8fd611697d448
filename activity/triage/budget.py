"""At most so many questions to the language model in a day of the shop, whichever workers ask."""

from datetime import datetime

from django.conf import settings
from django.db import connection
from django.utils import timezone

SPEND = """
insert into triage_days as spent (day, asked) values (%(day)s, 1)
on conflict (day) do update set asked = spent.asked + 1 where spent.asked < %(most)s
"""


def spend(now: datetime) -> bool:
    """Take one question out of today's budget; False where nothing is left of it."""
    if settings.LLM_PER_DAY < 1:
        return False
    day = timezone.localtime(now).date()
    with connection.cursor() as cursor:
        cursor.execute(SPEND, {"day": day, "most": settings.LLM_PER_DAY})
        return bool(cursor.rowcount == 1)
