"""The back office at a thousand leads and at a million, beside a plain ModelAdmin of the same models.

Run: .venv/bin/python -m bench.workbench [SMALL LARGE]      (a million leads take minutes the first time)
The databases are kept in BENCH_DIR (.cache/bench) and used again. What is compared is CPU, of the page's
process and its database connection together, in ratios of one run; queries, pages and plans are counted.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.machine import ROOT, header

FOLDER = Path(os.environ.get("BENCH_DIR", ROOT / ".cache" / "bench"))
SETTINGS = {
    "SECRET_KEY": "only-for-benchmarks-and-never-for-a-shop-that-sells",
    "ALLOWED_HOSTS": "testserver",
    "WHATSAPP_NUMBER": "12025550123",
}


@dataclass(frozen=True)
class Line:
    """A figure and the one that is wanted of it."""

    name: str
    value: float
    wanted: float
    at_least: bool = False
    detail: str = ""

    @property
    def good(self) -> bool:
        return self.value >= self.wanted if self.at_least else self.value <= self.wanted

    def __str__(self) -> str:
        bound = "at least" if self.at_least else "at most"
        verdict = "" if self.good else "  MISSED"
        return (
            f"{self.name:<44} {self.value:8.2f}  ({bound} {self.wanted:g}){verdict}  {self.detail}".rstrip()
        )


def made(leads: int) -> Path:
    """The data directory with so many leads in it."""
    folder = FOLDER / str(leads)
    complete = folder / "complete"
    manage(folder, "migrate", "--verbosity", "0")
    if not complete.exists():
        manage(folder, "generate_leads", str(leads))
        complete.touch()
    return folder


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DEBUG")}
    return {**kept, **SETTINGS, "DATA_DIR": str(folder)}


def manage(folder: Path, *words: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=environment(folder), check=True)


def measure(folder: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.desk_costs"],
        cwd=ROOT, env=environment(folder), check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def times(cost: dict[str, float]) -> str:
    return f"{cost['cpu']:.1f} ms of CPU"


def lines(small: dict[str, Any], large: dict[str, Any]) -> Iterator[Line]:
    yield from of_lists(small, large)
    yield from of_searches(large)
    yield from of_the_lead(large)
    yield from of_the_dashboard(large)
    yield from of_bulk(large["bulk"])


def of_lists(small: dict[str, Any], large: dict[str, Any]) -> Iterator[Line]:
    first, before = large["lists"]["first page"], small["lists"]["first page"]
    yield Line(
        "list, first page : the same at few leads", first["cpu"] / before["cpu"], 1.15, detail=times(first)
    )
    yield Line("list, queries", first["queries"], 6)
    plain = large["lists"]["plain"]
    yield Line("plain list : ours", plain["cpu"] / first["cpu"], 8, at_least=True,
               detail=f"{times(plain)}, {plain['queries']:.0f} queries")  # fmt: skip
    for name in ("page 1,000", "page 9,000"):
        if name in large["lists"]:
            page = large["lists"][name]
            yield Line(f"list, {name} : first page", page["cpu"] / first["cpu"], 1.15, detail=times(page))
    for name, page in large["filters"].items():
        yield Line(f"list, {name} : first page", page["cpu"] / first["cpu"], 1.3, detail=times(page))


def of_searches(large: dict[str, Any]) -> Iterator[Line]:
    first = large["lists"]["first page"]["cpu"]
    wanted = {"rare": 0.5, "three": 4.5, "two words": 4.5, "short": 0.5}
    for name, page in large["searches"].items():
        kind = name.split(":")[0]
        yield Line(f"search, {name} : first page", page["cpu"] / first, wanted[kind], detail=times(page))


def of_the_lead(large: dict[str, Any]) -> Iterator[Line]:
    lead = large["lead"]
    yield Line("lead, queries with ten activities", lead["ten activities"]["queries"], 10,
               detail=times(lead["ten activities"]))  # fmt: skip
    yield Line("lead, queries with 500 more", lead["five hundred more"]["queries"], 10,
               detail=times(lead["five hundred more"]))  # fmt: skip
    plain = lead["plain"]
    yield Line("plain lead : ours", plain["cpu"] / lead["ten activities"]["cpu"], 1, at_least=True,
               detail=f"{times(plain)}, {plain['queries']:.0f} queries")  # fmt: skip
    full, prefetch = lead["get_lead_full"], lead["prefetch"]
    yield Line("get_lead_full, queries", full["queries"], 1, detail=times(full))
    yield Line(
        "prefetch : get_lead_full", prefetch["cpu"] / full["cpu"], 5, at_least=True, detail=times(prefetch)
    )


def of_the_dashboard(large: dict[str, Any]) -> Iterator[Line]:
    for name, block in large["blocks"].items():
        yield Line(f"dashboard, {name}: statements", block["statements"], 1, detail=times(block))
        share = 100 * block["pages"] / large["pages"]
        yield Line(f"dashboard, {name}: % of pages", share, 5, detail=f"{block['pages']} of {large['pages']}")
    kinds = large["blocks"]["seven figures"]["total"]
    yield Line(
        "dashboard, total not by index only", float(kinds != ["Index Only Scan"]), 0, detail=", ".join(kinds)
    )
    page, plain = large["dashboard"]["page"], large["dashboard"]["plain"]
    yield Line("plain dashboard : ours", plain["cpu"] / page["cpu"], 10, at_least=True,
               detail=f"{times(plain)} : {times(page)}")  # fmt: skip


def of_bulk(bulk: dict[str, Any]) -> Iterator[Line]:
    together, alone = bulk["at once"], bulk["one by one"]
    yield Line(
        f"bulk change of {bulk['leads']:,}, seconds", together["wall"] / 1000, 5, detail=times(together)
    )
    yield Line("one at a time : bulk", alone["cpu"] / together["cpu"], 20, at_least=True, detail=times(alone))


def main(small: int, large: int) -> int:
    print(header(f"The back office at {small:,} and at {large:,} leads"))
    few, many = (measure(made(leads)) for leads in (small, large))
    found = list(lines(few, many))
    print(*found, sep="\n")
    missed = [line.name for line in found if not line.good]
    print(f"{len(missed)} of {len(found)} missed")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])) if len(sys.argv) > 2 else main(1_000, 1_000_000))
