"""What it costs a request to go from the event loop to a thread and back, with nothing behind the door.

Run: .venv/bin/python -m bench.hop
Processor time of one process, eight requests at once, and the same application called by hand; medians.
"""

import asyncio
import os
import statistics
import sys
import time
from collections.abc import Iterable
from io import BytesIO
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import django

from bench.machine import header

TURNS, REQUESTS, TOGETHER = 9, 4000, 8
BODY = b"name=Priya&lines-0-quantity=12" * 8
SCOPE = {
    "type": "http",
    "method": "POST",
    "path": "/",
    "query_string": b"",
    "headers": [(b"host", b"127.0.0.1"), (b"content-length", str(len(BODY)).encode())],
    "http_version": "1.1",
    "scheme": "http",
    "client": ("203.0.113.9", 1234),
}


def site(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    environ["wsgi.input"].read()
    start_response("303 See Other", [("Location", "https://wa.me/"), ("Content-Type", "text/html")])
    return [b""]


async def receive() -> Any:
    return {"type": "http.request", "body": BODY}


async def send(message: Any) -> None:
    pass


async def by_loop(pages: Any) -> None:
    async def client() -> None:
        for _ in range(REQUESTS // TOGETHER):
            await pages(dict(SCOPE), receive, send)

    await asyncio.gather(*(client() for _ in range(TOGETHER)))


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadsite.settings")
    os.environ.setdefault("DEBUG", "yes")
    django.setup()
    from leadsite.in_threads import InThreads, environ, run

    pages = InThreads(site, 32, asker=lambda asked: str(asked["REMOTE_ADDR"]))
    found: dict[str, list[float]] = {"by the event loop and a thread": [], "called by hand": []}
    for _ in range(TURNS):
        begun = time.process_time()
        asyncio.run(by_loop(pages))
        between = time.process_time()
        for _ in range(REQUESTS):
            run(site, {**environ(SCOPE), "wsgi.input": BytesIO(BODY)})
        costs = (between - begun, time.process_time() - between)
        for name, seconds in zip(found, costs, strict=True):
            found[name].append(1e6 * seconds / REQUESTS)
    print(header("From the event loop to a thread and back"))
    for name, each in found.items():
        print(f"{name:<31} {statistics.median(each):5.0f} microseconds of processor time a request")
    return 0


if __name__ == "__main__":
    sys.exit(main())
