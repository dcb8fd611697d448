"""Asking a provider over HTTP: bounded, never redirected, honest about what may have arrived."""

import email.utils
import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import httpx2

from leadsite.outside.breaker import Breaker

CONNECT_SECONDS, READ_SECONDS, TOTAL_SECONDS = 3.0, 8.0, 12.0
MOST_BYTES = 1024 * 1024


class Unreachable(Exception):
    """No connection: the provider has not seen the request."""


class Cut(Exception):
    """The request may have arrived; its answer did not, or not as a whole."""


@dataclass(frozen=True)
class Answer:
    """`headers` by their names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300

    def json(self) -> Any:
        """What it says; None where that is no JSON."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    def retry_after(self, now: float | None = None) -> float | None:
        """Seconds that the provider asks us to wait; None where it does not say so."""
        written = self.headers.get("retry-after", "").strip()
        if written.isascii() and written.isdigit():
            return float(written[:9])
        try:
            moment = email.utils.parsedate_to_datetime(written).timestamp()
        except (TypeError, ValueError, OverflowError):
            return None
        return max(0.0, moment - (time.time() if now is None else now))


def ask(
    method: str,
    url: str,
    *,
    breaker: Breaker | None = None,
    seconds: float = TOTAL_SECONDS,
    most_bytes: int = MOST_BYTES,
    **request: Any,
) -> Answer:
    """One request; `request` is what httpx2 takes: headers, json, data, content, params, auth.

    Raises Resting (nobody was asked), Unreachable, Cut. An answer of 500 or more counts against the breaker.
    """
    is_probe = breaker.ask() if breaker else False
    try:
        answer = exchange(method, url, seconds, most_bytes, request)
    except (Unreachable, Cut) as failure:
        if breaker:
            breaker.failed(str(failure))
        raise
    if breaker and answer.status >= 500:
        breaker.failed(f"It answered {answer.status}.")
    elif breaker and is_probe:
        breaker.close()
    return answer


def exchange(method: str, url: str, seconds: float, most_bytes: int, request: Mapping[str, Any]) -> Answer:
    deadline = time.monotonic() + seconds
    # Whoever grants more than the usual grants it for a first word that is long in coming.
    read = seconds if seconds > TOTAL_SECONDS else min(READ_SECONDS, seconds)
    timeout = httpx2.Timeout(connect=min(CONNECT_SECONDS, seconds), read=read, write=read, pool=read)
    try:
        with client(os.getpid()).stream(method, url, timeout=timeout, **request) as response:
            body = bounded(response, deadline, most_bytes)
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Answer(response.status_code, headers, body)
    except (
        httpx2.ConnectError,
        httpx2.ConnectTimeout,
        httpx2.PoolTimeout,
        httpx2.UnsupportedProtocol,
    ) as error:
        raise Unreachable(f"It cannot be reached ({type(error).__name__}).") from None
    except httpx2.HTTPError as error:
        raise Cut(f"Its answer was lost ({type(error).__name__}).") from None


def bounded(response: httpx2.Response, deadline: float, most_bytes: int) -> bytes:
    body = b""
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > most_bytes:
            raise Cut("Its answer was too long.")
        if time.monotonic() > deadline:
            raise Cut("Its answer took too long.")
    return body


@lru_cache(maxsize=1)
def client(process: int) -> httpx2.Client:
    """One a process. It keeps no connection: one that the other side has closed looks like a lost answer."""
    return httpx2.Client(
        follow_redirects=False,
        trust_env=False,
        limits=httpx2.Limits(max_connections=32, max_keepalive_connections=0),
        headers={"User-Agent": "Leadsite"},
    )
