"""How the database answers the blocks that read many leads: by indexes alone."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leads.demo import generation
from leadsite.dashboard import figures
from leadsite.dashboard.periods import Period
from leadsite.owner import acting_as_owner
from tests.people import alice

pytestmark = pytest.mark.django_db(transaction=True)

# What the planner does by itself where the tables are far larger than the memory.
AS_AT_A_MILLION = """
set local enable_seqscan = off; set local enable_bitmapscan = off;
set local enable_nestloop = off; set local enable_mergejoin = off;
set local random_page_cost = 1000; set local seq_page_cost = 1000
"""


# An older view of another test's connection keeps vacuum from marking pages, and one page that is missing makes
# a row read by its index cost what one read by the index alone does.
ALL_MAY_SEE = """
select pg_restore_relation_stats('schemaname', 'public', 'relname', relname::text, 'relallvisible', relpages)
from pg_class where relkind = 'r' and relname = any(%s)
"""


# Beside a handful of late ones an index of all statuses costs what that of their deadlines does: a tie is no plan.
MANY_ARE_LATE = """
update assignments set status = 'active', completed_at = null, sla_met = null, response_time_minutes = null
where id in (
    select distinct on (lead_id) id from assignments a
    where completed_at < now() - interval '30 days'
    and not exists (select from assignments other where other.lead_id = a.lead_id and other.status = 'active')
    order by lead_id, id
)
"""


@pytest.fixture(autouse=True)
def _shop() -> None:
    """A thousand leads, vacuumed: an index alone answers only for pages that all may see."""
    generation.generate(1_000, now=timezone.now(), progress=lambda added: None)
    with acting_as_owner(), connection.cursor() as cursor:
        cursor.execute(MANY_ARE_LATE)
        generation.settle()


def let_all_see() -> None:
    """Just before a plan is asked for: autovacuum, too, counts the pages and puts down what it found."""
    with acting_as_owner(), connection.cursor() as cursor:
        cursor.execute(ALL_MAY_SEE, [["leads", "submissions", "assignments", "lead_activity"]])


def plan(statement: str) -> dict[str, Any]:
    let_all_see()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(AS_AT_A_MILLION)
        cursor.execute("explain (format json) " + statement)
        found: dict[str, Any] = cursor.fetchone()[0][0]["Plan"]
        return found


def nodes(found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield found
    for child in found.get("Plans", ()):
        yield from nodes(child)


def scans(found: dict[str, Any]) -> set[tuple[str, str]]:
    """How each table is read, but for the few submissions that came after another."""
    return {
        (node["Relation Name"], node["Node Type"])
        for node in nodes(found)
        if "Relation Name" in node and node.get("Index Name") != "idx_submissions_repeats"
    }


@pytest.mark.parametrize(
    ("figure", "tables"),
    [(figures.asked, {"leads"}), (figures.quoted, {"leads", "submissions"}), (figures.waited, {"leads"})],
)
def test_the_charts_read_no_row_itself(figure: Callable[..., Any], tables: set[str]) -> None:
    with CaptureQueriesContext(connection) as caught:
        figure(alice(), Period.asked("", timezone.now()))
    read = {name for name in scans(plan(caught[-1]["sql"])) if name[0] in tables}
    assert read == {(table, "Index Only Scan") for table in tables}


def test_the_total_and_all_rates_read_no_lead_itself() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select prosrc from pg_proc where proname = 'get_dashboard_stats'")
        (body,) = cursor.fetchone()
    found = plan(body)
    total = [node for node in nodes(found) if "00000000-0000" in str(node.get("Index Cond"))]
    assert [(node["Node Type"], node["Index Name"]) for node in total] == [("Index Only Scan", "leads_pkey")]
    read = {
        (node["Node Type"], node.get("Index Name"))
        for node in nodes(found)
        if node.get("Relation Name") in ("assignments", "lead_activity")
    }
    assert read == {
        ("Index Only Scan", "idx_assignments_sla_deadline"),
        ("Index Only Scan", "idx_assignments_completed_at"),
        ("Index Only Scan", "idx_lead_activity_follow_ups"),
        ("Index Only Scan", "idx_lead_activity_approvals"),
    }
