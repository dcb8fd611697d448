"""How soon a killed process serves again, beside a whole start on the same machine.

Run: .venv/bin/python -m bench.come_back
The real start command in a folder of its own; workers of the form and the process of the jobs, killed
for real after they have lived long enough not to count as failing.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from bench.machine import header
from tests.leadsite.serving.house import House, eventually

KILLS, STEADY_SECONDS, WANTED_SECONDS = 7, 5.5, 0.5


def returned_in(
    victim: Callable[[], psutil.Process], is_back: Callable[[psutil.Process], bool]
) -> list[float]:
    found = []
    for _ in range(KILLS):
        time.sleep(STEADY_SECONDS)
        killed = victim()
        killed.kill()
        found.append(eventually(lambda killed=killed: is_back(killed), 30))  # type: ignore[misc]  # bound now
    return found


def line(name: str, seconds: list[float], start: float) -> bool:
    middle, slowest = statistics.median(seconds), max(seconds)
    verdict = "" if middle <= WANTED_SECONDS else "  MISSED"
    ratio = f"a start takes {start / middle:.1f} times longer"
    print(f"{name:<20} median {middle:.2f} s, slowest {slowest:.2f} s; {ratio}{verdict}")
    return middle <= WANTED_SECONDS


def workers_of_the_form(house: House) -> list[float]:
    return returned_in(
        lambda: house.workers()[0], lambda one: one not in house.workers() and len(house.workers()) == 2
    )


def worker_of_the_jobs(house: House) -> list[float]:
    return returned_in(house.worker, lambda one: house.has_worker(besides=one))


def measured(house: House) -> int:
    house.start()
    eventually(lambda: house.has_worker() and (house.data_dir / "prepared").exists(), 60)
    house.end()
    start = house.start()
    print(f"second start: the form answers after {start:.2f} s")
    eventually(house.has_worker, 60)
    good = [
        line("worker of the form", workers_of_the_form(house), start),
        line("worker of the jobs", worker_of_the_jobs(house), start),
    ]
    return int(not all(good))


def main() -> int:
    print(header(f"A killed process is back (wanted: {WANTED_SECONDS} s)"))
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder) / "data")
        try:
            return measured(house)
        finally:
            house.tidy()


if __name__ == "__main__":
    sys.exit(main())
