"""Which enquiries look like a bot's. They are flagged and redirected like any other, never refused.

The counts live in this process's memory, outside the database.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address
from typing import Any
from urllib.parse import urlsplit

HONEYPOT = "homepage"  # a field that no person sees
WINDOW = 60.0
MOST_ADDRESSES = 50_000


@dataclass
class Limit:
    """Counts by minute, in all and by address; forgets everything when a new minute begins."""

    per_address: int
    in_total: int
    clock: Callable[[], float] = time.monotonic
    began: float = float("-inf")
    total: int = 0
    addresses: dict[str, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def exceeded(self, address: str) -> bool:
        """Count one more from this address; whether it or all together are over their limit now."""
        key = neighbourhood(address)
        with self.lock:
            now = self.clock()
            if now - self.began >= WINDOW:
                self.began, self.total = now, 0
                self.addresses.clear()
            self.total += 1
            if key in self.addresses or len(self.addresses) < MOST_ADDRESSES:
                self.addresses[key] = self.addresses.get(key, 0) + 1
            return self.total > self.in_total or self.addresses.get(key, 0) > self.per_address


def neighbourhood(address: str) -> str:
    """Whom an address stands for: a customer's line has a whole /64 of IPv6."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return parsed.exploded[:19]


def cross_site(headers: Mapping[str, str], host: str, trusted: list[str]) -> bool:
    """Whether the browser says that another site's page sent this; a program that says nothing is none."""
    origin = headers.get("Origin", "")
    if origin and origin in trusted:
        return False
    site = headers.get("Sec-Fetch-Site", "")
    if site:
        return site not in ("same-origin", "none")
    return bool(origin) and urlsplit(origin).netloc.lower() != host.lower()


@dataclass(frozen=True)
class Signs:
    """What is known about how an enquiry came: seconds since its form was rendered, None without a token."""

    filled: Mapping[str, Any]
    seconds: float | None
    cross_site: bool
    flood: bool


def reason(signs: Signs, minimum_seconds: float) -> str | None:
    """The first reason that makes an enquiry suspect, None for a genuine one."""
    if signs.filled.get(HONEYPOT):
        return "honeypot"
    if signs.cross_site:
        return "cross_site"
    if signs.seconds is None:
        return "no_token"
    if signs.seconds < minimum_seconds:
        return "too_fast"
    return "flood" if signs.flood else None
