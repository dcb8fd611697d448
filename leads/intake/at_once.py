"""The one door's SQL for a submission that a colleague brings in, in the transaction of the deed.

Customers never come this way: it asks the database, and raises what the database says.
"""

from django.db import connection

from leads.intake.connection import Outcome, array
from leads.intake.record import SubmissionRecord


def store(record: SubmissionRecord) -> Outcome:
    """Exactly once, however often and from wherever else it comes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, outcome, lead_id, kind from store_submissions(%s::jsonb)", [array([record.to_json()])]
        )
        return Outcome(*cursor.fetchone())
