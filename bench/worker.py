"""The worker's speed: how soon an idle one takes a job, and how many short jobs a second it does.

Run: .venv/bin/python -m bench.worker [JOBS]
A PostgreSQL of its own with fsync on, `manage.py worker` as the start command runs it, and chores that leave
a line in a file. Picked up: from the commit of the job to its line. Beside it, a transaction of one row.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from bench.machine import header
from tests.faults.postgres import Postgres
from tests.leadsite.jobs.workers import Workers

DEFER = (
    "select procrastinate_defer_jobs_v1(array_agg(row('default', 'chore', 0, null, null,"
    " jsonb_build_object('word', %s::text || n), null)::procrastinate_job_to_defer_v1))"
    " from generate_series(1, %s) n"
)
PICKED_UP_MS, JOBS_A_SECOND = 100.0, 200.0
ONES = 200


def quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def await_lines(workers: Workers, count: int, *, every: float, seconds: float = 120.0) -> float:
    """When the file had so many lines of chores, looked at every so many seconds."""
    deadline = time.perf_counter() + seconds
    while time.perf_counter() < deadline:
        if sum(1 for line in workers.lines() if line.startswith("bench")) >= count:
            return time.perf_counter()
        time.sleep(every)
    raise SystemExit(f"only {len(workers.lines())} lines after {seconds} s")


def picked_up(workers: Workers, connection: "psycopg.Connection[tuple[object, ...]]") -> list[float]:
    """Milliseconds from commit to line, one job after the other."""
    took = []
    for number in range(1, ONES + 1):
        begin = time.perf_counter()
        connection.execute(DEFER, ["bench", 1])
        took.append((await_lines(workers, number, every=0.001) - begin) * 1000)
        time.sleep(0.01)
    return took


def plain(connection: "psycopg.Connection[tuple[object, ...]]") -> float:
    """Milliseconds of a transaction that writes one row and is on disk."""
    connection.execute("create table if not exists bench_plain (n int)")
    begin = time.perf_counter()
    for number in range(ONES):
        connection.execute("insert into bench_plain values (%s)", [number])
    return (time.perf_counter() - begin) * 1000 / ONES


def measure(postgres: Postgres, folder: Path, jobs: int) -> bool:
    workers = Workers(folder, postgres.url("leadsite_web", "127.0.0.1", postgres.port))
    owner = postgres.url("leadsite_owner", "127.0.0.1", postgres.port)
    workers.manage("migrate", "jobs", "-v0", MIGRATE_DATABASE_URL=owner)
    with psycopg.connect(owner, autocommit=True) as connection:
        workers.start()
        workers.wait_for("round")
        beside = plain(connection)
        took = picked_up(workers, connection)
        begin = time.perf_counter()
        connection.execute(DEFER, ["bench", jobs])
        rate = jobs / (await_lines(workers, ONES + jobs, every=0.05) - begin)
    workers.close()
    p50, p95 = statistics.median(took), quantile(took, 0.95)
    print(f"picked up, idle: p50 {p50:.1f} ms, p95 {p95:.1f} ms")
    print(f"a commit of one row: {beside:.2f} ms; picked up is {p95 / beside:.0f} times that")
    print(f"{jobs} short jobs: {rate:.0f} a second ({rate * beside / 1000:.2f} of one connection's commits)")
    return p95 < PICKED_UP_MS and rate >= JOBS_A_SECOND


def main(arguments: list[str]) -> int:
    print(header("Worker"))
    postgres = Postgres()
    try:
        with tempfile.TemporaryDirectory() as folder:
            good = measure(postgres, Path(folder), int(arguments[0]) if arguments else 2000)
    finally:
        postgres.remove()
    print("good" if good else "MISSED")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
