"""A body is read before anything works on it, by few at once, and never more than a megabyte."""

import threading
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from leadsite.bodies import LARGEST_BODY, READERS, READERS_PER_ADDRESS, Bodies


class Slow:
    """A client that sends its body when the gate opens."""

    def __init__(self) -> None:
        self.gate = threading.Event()

    def read(self, length: int) -> bytes:
        self.gate.wait(10)
        return b"x" * length


def site(environ: dict[str, Any], start_response: Callable[..., object]) -> list[bytes]:
    start_response("200 OK", [])
    return [environ["wsgi.input"].read()]


def ask(bodies: Bodies, body: Any = b"", **environ: str) -> tuple[str, bytes]:
    statuses: list[str] = []
    source = BytesIO(body) if isinstance(body, bytes) else body
    given = {"REQUEST_METHOD": "POST", "REMOTE_ADDR": "203.0.113.9", "wsgi.input": source, **environ}
    answer = bodies(given, lambda status, headers: statuses.append(status))  # type: ignore[arg-type,misc]
    return statuses[0], b"".join(answer)


def test_the_site_finds_the_whole_body() -> None:
    assert ask(Bodies(site), b"name=Priya", CONTENT_LENGTH="10") == ("200 OK", b"name=Priya")


@pytest.mark.parametrize(
    "headers",
    [{"CONTENT_LENGTH": str(LARGEST_BODY + 1)}, {"HTTP_TRANSFER_ENCODING": "chunked"}],
)
def test_a_body_that_is_too_long_or_of_unknown_length_is_not_read(headers: dict[str, str]) -> None:
    assert ask(Bodies(site), Slow(), **headers)[0] == "413 Content Too Large"


@pytest.mark.parametrize("headers", [{}, {"CONTENT_LENGTH": ""}, {"CONTENT_LENGTH": "ten"}])
def test_without_a_length_there_is_no_body(headers: dict[str, str]) -> None:
    assert ask(Bodies(site), b"ignored", **headers) == ("200 OK", b"")


def crowd(bodies: Bodies, slow: Slow, addresses: list[str]) -> list[threading.Thread]:
    threads = [
        threading.Thread(target=ask, args=(bodies, slow), kwargs={"CONTENT_LENGTH": "3", "REMOTE_ADDR": one})
        for one in addresses
    ]
    for thread in threads:
        thread.start()
    while bodies.reading.total() < len(addresses):
        pass
    return threads


def test_one_address_that_sends_slowly_holds_up_only_itself() -> None:
    bodies, slow = Bodies(site), Slow()
    threads = crowd(bodies, slow, ["198.51.100.1"] * READERS_PER_ADDRESS)
    assert ask(bodies, b"abc", CONTENT_LENGTH="3", REMOTE_ADDR="198.51.100.1")[0] == "503 Service Unavailable"
    assert ask(bodies, b"abc", CONTENT_LENGTH="3", REMOTE_ADDR="198.51.100.2") == ("200 OK", b"abc")
    slow.gate.set()
    for thread in threads:
        thread.join(5)
    assert ask(bodies, b"abc", CONTENT_LENGTH="3", REMOTE_ADDR="198.51.100.1") == ("200 OK", b"abc")


def test_a_crowd_of_slow_senders_leaves_threads_for_pages() -> None:
    bodies, slow = Bodies(site), Slow()
    threads = crowd(bodies, slow, [f"198.51.100.{number}" for number in range(READERS)])
    assert ask(bodies, b"abc", CONTENT_LENGTH="3")[0] == "503 Service Unavailable"
    assert ask(bodies, REQUEST_METHOD="GET") == ("200 OK", b"")
    slow.gate.set()
    for thread in threads:
        thread.join(5)
