"""The shape of the code: who may import whom, and how long a function and a file may be."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("leadsite", "leads", "activity", "assignments")

# By layer, then by app: a module may import from its own layer and from those above it in this list.
# The first pattern that fits a module decides; a pattern ends with a dot to stand for a whole package.
LAYERS: list[tuple[str, ...]] = [
    # leaf modules: no models, no Django application
    (
        "leadsite",
        "leadsite.env",
        "leadsite.logs",
        "leadsite.proxies",
        "leadsite.owner",
        "leadsite.staff_lists",
        "leadsite.cursors",
        "leadsite.sql_files",
        "leadsite.keys",
        "leadsite.stored_json",
        "leadsite.readable_times",
        "leadsite.due_times",
        "leadsite.forgetting",
        "leadsite.way_back",
        "leadsite.embedded.",
        "leads.exceptions",
        "leads.refusals",
        "leads.parked_reasons",
        "leads.phones",
        "leads.scripts",
        "leads.shop_days",
        "leads.statuses",
        "leads.visibility",
        "leads.quoting.price_list",
        "leads.quoting.calculator",
        "leads.quoting.snapshot",
        "leads.quoting.money",
        "leads.quoting.folio",
        "leads.quoting.identity",
        "leads.quoting.whatsapp",
        "activity.kinds",
        "activity.contacts",
        "activity.letters",
        "activity.letters.quote_line",
        "activity.outbox.placeholders",
        "activity.letters.purposes",
        "activity.letters.delivered",
        "leads",
        "leads.apps",
        "leads.quoting",
        "activity",
        "activity.apps",
        "activity.chats",
        "activity.chats.signing",
        "assignments",
        "assignments.apps",
        "assignments.countdown",
        "assignments.escalation",
        "assignments.working_time",
        "assignments.working_time.",
        "assignments.alarms",
        "assignments.waits",
        "assignments.report",
        "assignments.report.summary",
        "assignments.sla",
        "assignments.sla.",
        "assignments.calendars",
        "assignments.calendars.hours_text",
        "assignments.calendars.public_holidays",
        "assignments.policies",
        "assignments.policies.spec",
        "assignments.teams",
        "assignments.teams.default_team",
        "assignments.clocks",
        "assignments.notices",
        "leadsite.accounts",
        "leadsite.accounts.apps",
        "leadsite.accounts.roles",
        "leadsite.telemetry",
        "leadsite.telemetry.apps",
        "leadsite.jobs",
        "leadsite.jobs.apps",
        "leadsite.jobs.doubles",
        "leadsite.jobs.tasks",
        "leadsite.jobs.duties",
        "leadsite.once",
        "leadsite.once.apps",
        "leadsite.live",
        "leadsite.live.apps",
        "leadsite.offline",
        "leadsite.offline.apps",
        "leadsite.jobs.back_off",
        "leadsite.outside",
        "leadsite.outside.apps",
        "leadsite.outside.breaker",
        "leadsite.outside.client",
        "leadsite.outside.deliveries",
        "leadsite.outside.standard_webhooks",
        "leadsite.outside.resting",
        "leadsite.api",
        "leadsite.api.apps",
        "leadsite.api.scopes",
        "activity.triage",
        "activity.triage.judgement",
        "activity.triage.names",
        "activity.triage.prompts",
        "activity.triage.vocabulary",
        "activity.triage.words",
        "activity.triage.rules",
        "activity.triage.subjects",
    ),
    # models of all applications
    (
        "leadsite.models",
        "leadsite.accounts.models",
        "leadsite.accounts.managers",
        "leadsite.telemetry.models",
        "leadsite.jobs.models",
        "leadsite.webhooks.models",
        "leadsite.jobs.querysets",
        "leadsite.outside.models",
        "leadsite.once.models",
        "leadsite.live.models",
        "leadsite.offline.models",
        "leadsite.api.models",
        "leads.expressions",
        "leads.annotations",
        "leads.models",
        "leads.submissions",
        "leads.querysets",
        "leads.bulk.models",
        "leads.quoting.models",
        "activity.models",
        "activity.querysets",
        "activity.triage.models",
        "activity.letters.models",
        "activity.outbox",
        "activity.bookings",
        "activity.outbox.models",
        "activity.outbox.stops",
        "activity.outbox.reachable",
        "activity.events",
        "activity.texts",
        "activity.texts.models",
        "activity.bookings.models",
        "activity.chats.models",
        "assignments.models",
        "assignments.calendars.models",
        "assignments.policies.models",
        "assignments.teams.models",
        "assignments.teams.owner_load",
        "assignments.teams.whom_to_tell",
        "assignments.clocks.timed",
        "assignments.clocks.models",
        "assignments.notices.models",
        "leadsite.telemetry.querysets",
    ),
    ("activity.recorder", "activity.authors"),
    ("activity.triage.arrivals",),
    (
        "leads.quoting.",
        "leads.intake",
        "leads.intake.",
        "leads.workflow",
        "leads.bulk.moves",
        "leads.standing",
        "leads.clearing",
        "leads.corrections",
        "leads.erasure",
        "leads.suspects",
    ),
    ("assignments.",),
    ("activity.", "leads.demo."),
    (
        "leads.forms",
        "leads.own_key",
        "leads.step_forms",
        "activity.outbox.composer",
        "activity.outbox.allow_form",
        "leads.correct_form",
        "activity.step_forms",
        "activity.bookings.forms",
        "activity.texts.text_form",
        "activity.texts.template_form",
        "activity.letters.text_fields",
        "activity.letters.template_form",
        "assignments.version_form",
        "assignments.calendars.form",
        "assignments.calendars.closure_form",
        "assignments.calendars.hours_field",
        "assignments.policies.form",
        "assignments.teams.forms",
        "assignments.routing.forms",
        "assignments.policies.fields",
        "assignments.policies.which_form",
    ),
    # what people and programs touch
    (
        "leads.admin",
        "leads.admin_views",
        "leads.views",
        "leads.urls",
        "leads.pricing_view",
        "leads.quote_page",
        "leads.management.",
        "leads.",
        "activity.admin",
        "activity.admin_views",
        "activity.texts.admin",
        "activity.letters.admin",
        "activity.letters.letter",
        "activity.letters.contents",
        "activity.letters.replying",
        "activity.letters.reply_form",
        "activity.letters.acknowledging",
        "activity.letters.sample",
        "activity.letters.template_pages",
        "activity.chats.form",
        "activity.chats.hook",
        "activity.chats.jobs",
        "activity.chats.matching",
        "activity.chats.receiving",
        "activity.follow_up_page",
        "activity.approval_page",
        "activity.triage.agreement_page",
        "activity.bookings.later",
        "activity.bookings.page",
        "activity.bookings.urls",
        "activity.bookings.steps",
        "activity.bookings.cards",
        "activity.bookings.list_page",
        "assignments.admin",
        "assignments.admin_views",
        "assignments.notices.page",
        "assignments.clocks.explain_page",
        "assignments.clocks.explained_words",
        "assignments.clocks.queue_page",
        "assignments.calendars.admin",
        "assignments.calendars.pages",
        "assignments.calendars.editing",
        "assignments.policies.admin",
        "assignments.teams.admin",
        "assignments.teams.cover_page",
        "assignments.routing.admin",
        "assignments.routing.dry_run_page",
        "assignments.policies.pages",
        "assignments.policies.editing",
        "assignments.policies.which_page",
        "assignments.report.page",
        "assignments.management.",
        "leadsite.accounts.admin",
        "leadsite.telemetry.",
        "leadsite.bulkhead",
        "leadsite.away",
    ),
    ("leadsite.",),
]


def modules() -> Iterator[tuple[str, Path]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                parts = path.relative_to(ROOT).with_suffix("").parts
                yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def fits(module: str, pattern: str) -> bool:
    return f"{module}.".startswith(pattern) if pattern.endswith(".") else module == pattern


def layer(module: str) -> int:
    exact = [n for n, patterns in enumerate(LAYERS) if module in patterns]
    if exact:
        return exact[0]
    prefixes = [
        (len(pattern), n)
        for n, patterns in enumerate(LAYERS)
        for pattern in patterns
        if fits(module, pattern)
    ]
    return max(prefixes)[1]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in PACKAGES:
            for name in node.names:
                inner = f"{node.module}.{name.name}"
                yield inner if is_module(inner) else node.module
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.split(".")[0] in PACKAGES)


def is_module(name: str) -> bool:
    path = ROOT / Path(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


@pytest.mark.parametrize(("module", "path"), [pytest.param(m, p, id=m) for m, p in modules()])
def test_a_module_imports_only_from_its_own_layer_and_those_below(module: str, path: Path) -> None:
    upward = sorted(name for name in imports(path) if layer(name) > layer(module))
    assert upward == []


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1


def untyped(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            taken = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            free = [one.arg for one in taken if one.annotation is None and one.arg not in ("self", "cls")]
            if free or node.returns is None:
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"


@pytest.mark.parametrize("folder", [*PACKAGES, "bench", "tests"])
def test_every_function_says_what_it_takes_and_gives_where_mypy_does_not_look_too(folder: str) -> None:
    assert [name for path in sorted((ROOT / folder).rglob("*.py")) for name in untyped(path)] == []


def test_no_function_is_longer_than_fifty_lines() -> None:
    long = [name for _, path in modules() for name, lines in functions(path) if lines > 50]
    assert long == []


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    long = [str(path.relative_to(ROOT)) for _, path in modules() if len(path.read_text().splitlines()) > 300]
    assert long == []


@pytest.mark.parametrize("word", ["utils", "helpers", "common", "core", "misc"])
def test_no_file_has_a_name_that_says_nothing(word: str) -> None:
    assert [name for name, _ in modules() if word in name.split(".")] == []
