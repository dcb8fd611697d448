"""What a lead keeps although it follows from elsewhere: times from the log, the owner from the assignments.

Lists sort and filter by these columns, so they are stored; nothing is true because it is stored.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Max, Min, Q

from activity.contacts import ANSWER, CONTACT, TOOK_PLACE_AT
from activity.models import Activity
from leads.bulk.moves import UNDO

COLUMNS = ("first_response_at", "last_contact_at", "conversion_date", "owner_id")
BATCH = 10_000  # leads that one transaction locks

# The log writes its own time beside the one in the lead, a moment later.
EXPECTED = """
    select l.id, l.first_response_at, l.last_contact_at, l.conversion_date, l.owner_id,
           told.first_answer as new_first_response_at, told.last_contact as new_last_contact_at,
           -- One that came in as converted has no change in its log to tell when.
           case when l.status = 'converted' then coalesce(told.converted, l.conversion_date) end
               as new_conversion_date,
           owned.owner_id as new_owner_id
    from leads l
    left join ({log}) as told on told.lead_id = l.id
    left join (
        select distinct on (lead_id) lead_id, owner_id from assignments
        where status <> 'reassigned' {these_assignments}
        order by lead_id, assigned_at desc, id desc
    ) as owned on owned.lead_id = l.id
    {these_leads}
"""
APART = {
    **{name: f"({name} is null) <> (new_{name} is null) or abs(extract(epoch from {name} - new_{name})) > 1"
       for name in COLUMNS[:3]},
    "owner_id": "owner_id is distinct from new_owner_id",
}  # fmt: skip
ANY_APART = " or ".join(f"({condition})" for condition in APART.values())
DIFFERING = "select id, {each} from ({expected}) as leads where {any_apart}"
SETTLE = """
    update leads l set (first_response_at, last_contact_at, conversion_date, owner_id) =
        (e.new_first_response_at, e.new_last_contact_at, e.new_conversion_date, e.new_owner_id)
    from ({expected}) as e where e.id = l.id
"""


def differing() -> dict[UUID, tuple[str, ...]]:
    """The leads that say something else than log and assignments, and in which columns."""
    expected, values = _expected()
    each = ", ".join(APART.values())
    with _unhurried():
        rows = _run(DIFFERING.format(each=each, expected=expected, any_apart=ANY_APART), values)
    return {
        key: tuple(name for name, apart in zip(COLUMNS, aparts, strict=True) if apart)
        for key, *aparts in rows
    }


def settle(leads: list[UUID]) -> None:
    """Write what follows into these leads. What staff do meanwhile waits, and is counted."""
    for first in range(0, len(leads), BATCH):
        keys = leads[first : first + BATCH]
        with _unhurried():
            _run("select id from leads where id = any(%s) order by id for no key update", [keys])
            expected, values = _expected(keys)
            _run(SETTLE.format(expected=expected), values)


def _expected(leads: list[UUID] | None = None) -> tuple[str, list[Any]]:
    """The query that says how the leads should stand, all or these, and its parameters."""
    log, values = _log(leads)
    if leads is None:
        return EXPECTED.format(log=log, these_leads="", these_assignments=""), values
    these = {"these_assignments": "and lead_id = any(%s)", "these_leads": "where l.id = any(%s)"}
    return EXPECTED.format(log=log, **these), [*values, leads, leads]


def _log(leads: list[UUID] | None) -> tuple[str, list[Any]]:
    # A bulk move that was taken back gives the lead the time it had: nothing was sold at that moment.
    converted = Q(type="status_change", metadata__to="converted") & ~Q(metadata__contains={"reason": UNDO})
    rows = Activity.objects.filter(CONTACT | converted)
    if leads is not None:
        rows = rows.filter(lead__in=leads)
    told = rows.values("lead_id").annotate(
        first_answer=Min(TOOK_PLACE_AT, filter=ANSWER),
        last_contact=Max(TOOK_PLACE_AT, filter=CONTACT),
        converted=Max(F("created_at"), filter=converted),
    )
    sql, values = told.query.sql_with_params()
    return sql, list(values)


@contextmanager
def _unhurried() -> Iterator[None]:
    """A transaction that may read a whole log of millions."""
    with transaction.atomic():
        _run("set local statement_timeout = 0", [])
        yield


def _run(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return list(cursor.fetchall()) if cursor.description else []
