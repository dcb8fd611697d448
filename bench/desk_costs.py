"""What the pages of the back office cost on one database: the half of bench/workbench.py that runs there.

Run by it, with DATA_DIR naming the database; prints one line of JSON. Nothing that it does is committed but
sessions and two accounts.
"""

import json
import os
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadsite.settings")

PLAIN_URLS = "bench.plain_admin"
LIST, PLAIN_LIST, TODAY = "/admin/leads/lead/", "/plain/leads/lead/", "/admin/"
BULK, ALONE = 10_000, 100
SOURCES = ("website_form", "referral", "campaign", "api")
VIEWS = ("mine", "unassigned", "overdue", "due-today", "new-today", "suspects")
THREE_LETTERS = ("pri", "sha", "com", "exa", "910", "000", "qzx")

Cost = dict[str, float]


class Meter:
    """CPU of this process and of its database connection's, which are all that a page costs."""

    def __init__(self) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("set max_parallel_workers_per_gather = 0")  # so that one process is all
            cursor.execute("select pg_backend_pid()")
            self.backend = psutil.Process(cursor.fetchone()[0])

    def cpu(self) -> float:
        times = self.backend.cpu_times()
        return time.process_time() + times.user + times.system

    def cost(self, deed: Callable[[], object], seconds: float = 2.0, least: int = 3) -> Cost:
        """Milliseconds a run: wall as the median; CPU as the mean, for the kernel counts in hundredths."""
        deed()
        walls: list[float] = []
        start, cpu = time.perf_counter(), self.cpu()
        while len(walls) < least or time.perf_counter() - start < seconds:
            begin = time.perf_counter()
            deed()
            walls.append(time.perf_counter() - begin)
        return {
            "cpu": (self.cpu() - cpu) / len(walls) * 1000,
            "wall": statistics.median(walls) * 1000,
            "runs": len(walls),
        }


class Desk:
    """A manager at work."""

    def __init__(self) -> None:
        from django.db import connection
        from django.test import Client

        from leadsite.accounts.models import User

        self.connection = connection
        self.user = User.objects.filter(username="bench").first() or User.objects.create_superuser(
            "bench", email="bench@example.com", password=None, name="Bench"
        )
        self.client = Client()
        self.client.force_login(self.user)
        self.meter = Meter()

    def get(self, address: str) -> Any:
        page = self.client.get(address)
        assert page.status_code == 200, (address, page.status_code)
        return page

    def post(self, address: str, **typed: str) -> None:
        answer = self.client.post(address, typed)
        assert answer.status_code == 302, (address, answer.status_code)

    def page(self, address: str) -> Cost:
        return {**self.meter.cost(lambda: self.get(address)), "queries": self.queries(address)}

    def queries(self, address: str) -> int:
        return len(self.statements(lambda: self.get(address)))

    def statements(self, deed: Callable[[], object]) -> list[str]:
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(self.connection) as caught:
            deed()
        return [entry["sql"] for entry in caught]

    def plan(self, statement: str) -> dict[str, Any]:
        with self.connection.cursor() as cursor:
            cursor.execute("explain (analyze, buffers, format json) " + statement)
            found: dict[str, Any] = cursor.fetchone()[0][0]["Plan"]
            return found

    def value(self, statement: str) -> Any:
        with self.connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0]


def lists(desk: Desk) -> dict[str, Any]:
    from leads.models import Lead

    found: dict[str, Any] = {"first page": desk.page(LIST)}
    newest = Lead.objects.genuine().newest_first()
    for number in (1_000, 9_000):
        row = newest.values_list("created_at", "id")[50 * (number - 1) : 50 * (number - 1) + 1].first()
        if row:
            found[f"page {number:,}"] = desk.page(f"{LIST}?after={cursor(row)}")
    return found


def cursor(row: Any) -> str:
    from leadsite.cursors import Cursor

    return str(Cursor(*row))


def filters(desk: Desk) -> dict[str, Cost]:
    from django.utils import timezone

    from leads.models import Lead, LeadProduct
    from leads.statuses import LeadStatus

    day = timezone.localdate()
    owner = Lead.objects.filter(owner__isnull=False).values_list("owner", flat=True)[:1].get()
    category = LeadProduct.objects.values_list("category", flat=True)[:1].get()
    asked = {
        **{f"status={status}": f"status={status}" for status in LeadStatus.values},
        **{f"source={source}": f"source={source}" for source in SOURCES},
        **{f"view={view}": f"view={view}" for view in VIEWS},
        "owner": f"owner={owner}",
        "category": f"category={category}",
        "a month": f"from={day - timedelta(days=120)}&to={day - timedelta(days=90)}",
        "status, source and owner": f"status=qualified&source=api&owner={owner}",
    }  # fmt: skip
    return {name: desk.page(f"{LIST}?view=all&{query}" if "view" not in query else f"{LIST}?{query}")
            for name, query in asked.items()}  # fmt: skip


def searches(desk: Desk) -> dict[str, Cost]:
    from leads.models import Lead

    lead = Lead.objects.exclude(folio=None)[:1].get()
    rare = {
        "folio": str(lead.folio),
        "e-mail": str(lead.email),
        "phone": str(lead.phone),
        "last digits": str(lead.phone)[-6:],
    }
    asked = {**{f"rare: {name}": text for name, text in rare.items()},
             **{f"three: {text}": text for text in THREE_LETTERS},
             "two words": "priya sharma", "short: pr": "pr", "short: p": "p"}  # fmt: skip
    return {name: desk.page(f"{LIST}?view=all&q={text.replace('+', '%2B')}") for name, text in asked.items()}


def lead_pages(desk: Desk) -> dict[str, Any]:
    from activity.models import Activity
    from leads.models import Lead

    lead = Lead.objects.exclude(status="new")[:1].get()
    address = f"{LIST}{lead.pk}/change/"
    few = desk.page(address)
    with undone():
        Activity.objects.bulk_create(
            Activity(lead=lead, type="note", message=f"Note {number}") for number in range(500)
        )
        many = desk.page(address)
    return {
        "ten activities": few,
        "five hundred more": many,
        "plain": plain(desk, f"{PLAIN_LIST}{lead.pk}/change/"),
        "get_lead_full": full(desk, lead.pk),
        "prefetch": prefetched(desk, lead.pk),
    }


def full(desk: Desk, key: Any) -> Cost:
    def deed() -> None:
        with desk.connection.cursor() as cursor:
            cursor.execute("select get_lead_full(%s)", [key])
            cursor.fetchone()

    return {**desk.meter.cost(deed), "queries": len(desk.statements(deed))}


def prefetched(desk: Desk, key: Any) -> Cost:
    from leads.models import Lead

    def deed() -> None:
        found = Lead.objects.prefetch_related("products", "assignments", "activities", "submissions").get(
            pk=key
        )
        as_json = {
            "lead": values(found),
            **{name: [values(row) for row in getattr(found, name).all()]
               for name in ("products", "assignments", "activities")},
        }  # fmt: skip
        json.dumps(as_json, default=str)

    return {**desk.meter.cost(deed), "queries": len(desk.statements(deed))}


def values(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def plain(desk: Desk, address: str) -> Cost:
    from django.test import override_settings

    with override_settings(ROOT_URLCONF=PLAIN_URLS):
        return {
            **desk.meter.cost(lambda: desk.get(address), seconds=0, least=3),
            "queries": desk.queries(address),
        }


def blocks(desk: Desk) -> dict[str, Any]:
    """Each block's statements, the pages that they touch, and how the total is counted."""
    from django.utils import timezone

    from leadsite.dashboard import figures, seven, todo
    from leadsite.dashboard.periods import Period

    now, user = timezone.now(), desk.user
    period = Period.asked("", now)
    deeds: dict[str, Callable[[], object]] = {
        "next to answer": lambda: todo.next_to_answer(user),
        "follow-ups due": lambda: todo.follow_ups_due(user, period),
        "approvals": lambda: todo.approvals_waiting(user),
        "seven figures": lambda: seven.seven(user, now),
        "leads, funnel, sources": lambda: figures.asked(user, period),
        "value of quotes": lambda: figures.quoted(user, period),
        "response times": lambda: figures.waited(user, period),
    }
    body = desk.value("select prosrc from pg_proc where proname = 'get_dashboard_stats'")
    found = {}
    for name, deed in deeds.items():
        statements = desk.statements(deed)
        plan = desk.plan(body if name == "seven figures" else statements[0])
        found[name] = {
            **desk.meter.cost(deed, seconds=1),
            "statements": len(statements),
            "pages": plan["Shared Hit Blocks"] + plan["Shared Read Blocks"],
            "total": [node["Node Type"] for node in nodes(plan) if counts_all(node)],
        }
    return found


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from nodes(child)


def counts_all(node: dict[str, Any]) -> bool:
    return node.get("Relation Name") == "leads" and "00000000-0000" in str(node.get("Index Cond", ""))


def dashboards(desk: Desk) -> dict[str, Cost]:
    from django.utils import timezone

    from bench import plain_admin

    whole = desk.page(TODAY)
    return {
        "page": whole,
        "plain": desk.meter.cost(lambda: plain_admin.dashboard(timezone.now()), seconds=0, least=3),
    }


def bulk(desk: Desk) -> dict[str, Any]:
    """Moving so many by the bulk page and, in the same run, some of them one by one by a lead's page."""
    from leads.bulk.plan import Plan
    from leads.models import Lead
    from leads.statuses import LeadStatus
    from leadsite.keys import new_id

    to = str(LeadStatus.QUALIFIED)
    rows = dict(Lead.objects.filter(status="contacted").values_list("pk", "status")[:BULK])

    def at_once() -> None:
        plan = Plan(new_id(), to, rows, asks_reason=False, query="").sign(desk.user)
        desk.post(f"{LIST}bulk/apply/", plan=plan)

    def one_by_one() -> None:
        for key, was in list(rows.items())[:ALONE]:
            desk.post(f"{LIST}{key}/move/", to=to, reason="", was_status=was)

    together, alone = timed(desk, at_once, to, len(rows)), timed(desk, one_by_one, to, min(ALONE, len(rows)))
    scale = len(rows) / min(ALONE, len(rows))
    one_at_a_time = {name: cost * scale for name, cost in alone.items()}
    return {"leads": len(rows), "at once": together, "one by one": one_at_a_time}


def timed(desk: Desk, deed: Callable[[], object], to: str, moved: int) -> Cost:
    """One run, taken back afterwards, that leaves an activity for every lead."""
    from activity.models import Activity

    with undone():
        logged = Activity.objects.filter(type="status_change", metadata__to=to, actor_id=desk.user.identifier)
        begin, cpu = time.perf_counter(), desk.meter.cpu()
        deed()
        cost = {"wall": (time.perf_counter() - begin) * 1000, "cpu": (desk.meter.cpu() - cpu) * 1000}
        assert logged.count() == moved, (logged.count(), moved)
    return cost


class undone:  # reads as the statement that it is
    """What happens inside is rolled back."""

    def __enter__(self) -> None:
        from django.db import transaction

        self.block = transaction.atomic()
        self.block.__enter__()

    def __exit__(self, *error: Any) -> None:
        from django.db import transaction

        transaction.set_rollback(True)
        self.block.__exit__(*error)


def settle() -> None:
    """Statistics and visibility, free of what the last run took back, and the files that pages name."""
    from django.core.management import call_command
    from django.db import connection

    from leadsite.owner import acting_as_owner

    with acting_as_owner(), connection.cursor() as cursor:
        for table in ("leads", "lead_products", "submissions", "assignments", "lead_activity"):
            cursor.execute(f"vacuum (analyze, index_cleanup on) {table}")
    call_command("collectstatic", interactive=False, verbosity=0)


def measured() -> dict[str, Any]:
    settle()
    desk = Desk()
    found: dict[str, Any] = {
        "leads": desk.value("select reltuples::bigint from pg_class where relname = 'leads'")
    }
    found["pages"] = desk.value("select relpages from pg_class where relname = 'leads'")
    for name, part in {
        "lists": lists, "filters": filters, "searches": searches, "lead": lead_pages, "blocks": blocks,
        "dashboard": dashboards, "bulk": bulk,
    }.items():  # fmt: skip
        found[name] = part(desk)
    found["lists"]["plain"] = plain(desk, PLAIN_LIST)
    return found


def main() -> None:
    from leadsite.embedded.running import running

    with running(Path(os.environ["DATA_DIR"]).resolve()):
        import django

        django.setup()
        print(json.dumps(measured()))


if __name__ == "__main__":
    main()
