"""What health tells of owners and deadlines: nothing of it is normal. Each count reads a partial index."""

from django.db.backends.utils import CursorWrapper

COUNTS = """
select (select count(*) from lead_clocks where route_at is not null and route_hindrance = 'failed'),
       (select count(*) from lead_clocks where route_at is not null and route_hindrance = 'nobody'),
       (select count(*) from lead_clocks where failures > 0 and answered_at is null and stopped_at is null)
           + (select count(*) from assignments where failures > 0 and status = 'active'),
       coalesce((select differing from sla_checks order by checked_at desc limit 1), 0)
"""


NAMES = ("routing_failed", "nobody_available", "steps_failed", "deadlines_wrong")


def read(cursor: CursorWrapper) -> dict[str, int]:
    """`routing_failed`: leads that finding an owner raises for; `nobody_available`: those that nobody can
    take now; `steps_failed`: waits whose warning, miss or escalation raises; `deadlines_wrong`: stored ones
    that the last nightly check found to be others than follow from the log.
    """
    cursor.execute(COUNTS)
    return dict(zip(NAMES, cursor.fetchone(), strict=True))
