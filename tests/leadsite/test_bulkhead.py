"""Lanes: bounded threads, a bounded queue, a deadline; the form has none of it."""

import contextlib
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from leadsite.bulkhead import Bulkhead, Lane, Unavailable
from leadsite.wsgi import LANES


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """What hanging work waits for; opened at the end, so that no thread outlives the test."""
    gate = threading.Event()
    yield gate
    gate.set()


def occupy(lane: Lane, gate: threading.Event, count: int) -> list[threading.Thread]:
    """Fill places of the lane with work that hangs until the gate opens."""

    def hang() -> None:
        with contextlib.suppress(Unavailable):
            lane.run(gate.wait)

    threads = [threading.Thread(target=hang, daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()
    time.sleep(0.1)
    return threads


def test_work_runs_on_a_thread_of_the_lane() -> None:
    lane = Lane("test", threads=1, waiting=0, seconds=1)
    assert lane.run(lambda: threading.current_thread().name) == "lane-test_0"


def test_what_the_work_raises_is_raised() -> None:
    lane = Lane("test", threads=1, waiting=0, seconds=1)
    with pytest.raises(ZeroDivisionError):
        lane.run(lambda: 1 // 0)


def test_a_full_lane_refuses_at_once(gate: threading.Event) -> None:
    lane = Lane("test", threads=2, waiting=1, seconds=5)
    occupy(lane, gate, 3)
    start = time.monotonic()
    with pytest.raises(Unavailable):
        lane.run(lambda: None)
    assert time.monotonic() - start < 4


def test_nobody_waits_longer_than_the_deadline(gate: threading.Event) -> None:
    lane = Lane("test", threads=1, waiting=1, seconds=0.2)
    with pytest.raises(Unavailable):
        lane.run(gate.wait)


def test_places_are_free_again_once_the_work_has_ended(gate: threading.Event) -> None:
    lane = Lane("test", threads=1, waiting=0, seconds=5)
    (thread,) = occupy(lane, gate, 1)
    gate.set()
    thread.join(5)
    assert lane.run(lambda: "served") == "served"


def answered(path: str, lane: Lane, gate: threading.Event) -> str:
    """The status that a site whose lane is occupied gives for a path."""
    statuses: list[str] = []

    def site(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [b""]

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
    assert answered(path, Lane("test", threads=1, waiting=0, seconds=5), gate) == "200 OK"


@pytest.mark.parametrize("path", ["/admin/", "/admin/leads/lead/", "/unknown", "/healthz/more", "//"])
def test_everything_else_is_in_the_lane(path: str, gate: threading.Event) -> None:
    lane = Lane("test", threads=1, waiting=0, seconds=5)
    assert answered(path, lane, gate) == "503 Service Unavailable"
