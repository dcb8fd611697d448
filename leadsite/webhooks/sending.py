"""One delivery over HTTP. Touches no database: many are sent at the same time, from threads."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from leadsite.outside.client import Answer, Cut, Unreachable, ask
from leadsite.webhooks import addresses, signing

SECONDS = 5.0
MOST_BYTES = 64 * 1024
GONE = 410


@dataclass(frozen=True)
class Letter:
    """What is sent, with all that sending needs."""

    delivery: UUID
    url: str
    content: Mapping[str, Any]
    secrets: list[bytes] = field(repr=False)


@dataclass(frozen=True)
class Result:
    """`error` in words, empty where it was taken; `after`: how many seconds the receiver asks us to wait."""

    error: str = ""
    after: float | None = None
    is_gone: bool = False


def send(letter: Letter) -> Result:
    body = json.dumps(letter.content, ensure_ascii=False, separators=(",", ":")).encode()
    signature = signing.headers(letter.secrets, letter.delivery, int(time.time()), body)
    try:
        to = addresses.target(letter.url)
        answer = ask(
            "POST", to.url, seconds=SECONDS, most_bytes=MOST_BYTES, content=body,
            headers={"Content-Type": "application/json", "Host": to.host, **signature},
            extensions={"sni_hostname": to.name},
        )  # fmt: skip
    except (addresses.Refused, Unreachable, Cut) as failure:
        return Result(str(failure))
    return read(answer)


def read(answer: Answer) -> Result:
    """Redirects are not followed: they would lead past the look at the address."""
    if answer.is_success:
        return Result()
    return Result(f"It answered {answer.status}.", answer.retry_after(), answer.status == GONE)
