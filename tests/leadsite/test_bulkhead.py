"""Lanes: bounded threads, a bounded queue, a deadline; the form has none of it."""

import contextlib
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any

import pytest

from leadsite.bulkhead import Bulkhead, Lane, Unavailable
from leadsite.wsgi import LANES
from tests.leadsite.jobs.workers import eventually

LONG = 60  # seconds: nothing here waits so long unless it is broken


class Told(Lane):
    """A lane that tells of each place that is taken."""

    def __init__(self, threads: int, waiting: int = 0, seconds: float = LONG) -> None:
        super().__init__("test", threads=threads, waiting=waiting, seconds=seconds)
        self.taken = threading.Semaphore(0)

    def outcome(self, future: "Future[Any]") -> Any:
        self.taken.release()
        return super().outcome(future)


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """What hanging work waits for; opened at the end, so that no thread outlives the test."""
    gate = threading.Event()
    yield gate
    gate.set()


def occupy(lane: Told, gate: threading.Event, count: int) -> None:
    """Fill places of the lane with work that hangs until the gate opens."""

    def hang() -> None:
        with contextlib.suppress(Unavailable):
            lane.run(gate.wait)

    for _ in range(count):
        threading.Thread(target=hang, daemon=True).start()
        assert lane.taken.acquire(timeout=LONG)


def test_work_runs_on_a_thread_of_the_lane() -> None:
    lane = Told(threads=1)
    assert lane.run(lambda: threading.current_thread().name) == "lane-test_0"


def test_what_the_work_raises_is_raised() -> None:
    lane = Told(threads=1)
    with pytest.raises(ZeroDivisionError):
        lane.run(lambda: 1 // 0)


def test_a_full_lane_refuses_instead_of_waiting(gate: threading.Event) -> None:
    lane = Told(threads=2, waiting=1)
    occupy(lane, gate, 3)
    with pytest.raises(Unavailable, match="lane test is full"):
        lane.run(lambda: None)


def test_nobody_waits_longer_than_the_deadline(gate: threading.Event) -> None:
    lane = Told(threads=1, waiting=1, seconds=0.2)
    with pytest.raises(Unavailable, match=r"lane test gave up after 0\.2 s"):
        lane.run(gate.wait)


def test_places_are_free_again_once_the_work_has_ended(gate: threading.Event) -> None:
    lane = Told(threads=1)
    occupy(lane, gate, 1)
    gate.set()

    def served() -> bool:
        with contextlib.suppress(Unavailable):
            return lane.run(lambda: True)
        return False

    eventually(served)


def answered(path: str, gate: threading.Event) -> str:
    """The status that a site whose lane is occupied gives for a path."""
    statuses: list[str] = []

    def site(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [b""]

    lane = Told(threads=1)
    occupy(lane, gate, 1)
    bulkhead = Bulkhead(site, LANES, lane, lambda method: b"away")
    bulkhead({"PATH_INFO": path}, lambda status, headers: statuses.append(status))  # type: ignore[arg-type,misc]
    return statuses[0]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/price",
        "/telemetry",
        "/healthz",
        "/health",
        "/static/leads/form.css",
        "/robots.txt",
        "/favicon.ico",
    ],
)
def test_what_never_asks_the_database_is_served_while_staff_hang(path: str, gate: threading.Event) -> None:
    assert answered(path, gate) == "200 OK"


@pytest.mark.parametrize("path", ["/admin/", "/admin/leads/lead/", "/unknown", "/healthz/more", "//"])
def test_everything_else_is_in_the_lane(path: str, gate: threading.Event) -> None:
    assert answered(path, gate) == "503 Service Unavailable"
