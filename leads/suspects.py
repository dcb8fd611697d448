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

    def exceeded(self, address: str) -> str | None:
        """Count one more: "flood" if this address is over its limit, "busy" if all others together are.

        What an address sends above its own limit does not count for the others: one bot makes nobody suspect.
        """
        key = neighbourhood(address)
        with self.lock:
            now = self.clock()
            if now - self.began >= WINDOW:
                self.began, self.total = now, 0
                self.addresses.clear()
            if key in self.addresses or len(self.addresses) < MOST_ADDRESSES:
                self.addresses[key] = self.addresses.get(key, 0) + 1
            if self.addresses.get(key, 0) > self.per_address:
                return "flood"
            self.total += 1
            return "busy" if self.total > self.in_total else None


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
    try:
        return bool(origin) and urlsplit(origin).netloc.lower() != host.lower()
    except ValueError:  # such as "http://[": no browser of ours sends that
        return True


def from_browser(headers: Mapping[str, str]) -> bool:
    """Whether a page in a browser sent this: all of them say so with a form's post."""
    return bool(headers.get("Origin") or headers.get("Sec-Fetch-Site"))


@dataclass(frozen=True)
class Signs:
    """What is known about how an enquiry came: seconds since its form was rendered, None without a token.

    `program`: no browser sent it, and it claims no form: what a shop's own front end or a script posts.
    """

    filled: Mapping[str, Any]
    seconds: float | None
    cross_site: bool
    program: bool


def reason(signs: Signs, minimum_seconds: float) -> str | None:
    """The first reason that makes an enquiry suspect, None for a genuine one."""
    if signs.filled.get(HONEYPOT):
        return "honeypot"
    if signs.cross_site:
        return "cross_site"
    if signs.seconds is None:
        return None if signs.program else "no_token"
    return "too_fast" if signs.seconds < minimum_seconds else None
