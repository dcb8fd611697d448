"""Where a webhook may go: to the public internet, never into the network that the shop's servers stand in.

The name is looked up once and that very address is connected to: one that answers differently the second time
(DNS rebinding) gains nothing.
"""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings

NAT64 = ipaddress.ip_network("64:ff9b::/96")  # an IPv4 address in disguise
LOCAL_NAT64 = ipaddress.ip_network("64:ff9b:1::/48")  # the same, as each network likes it (RFC 8215)


class Refused(Exception):
    """Says in words why nothing is sent there."""


@dataclass(frozen=True)
class Target:
    """`url` with the address instead of the name, which goes into the Host header and the TLS handshake."""

    url: str
    host: str
    name: str


def target(url: str) -> Target:
    """Raises Refused; waits for the name service."""
    parts = urlsplit(url)
    name = parts.hostname or ""
    private = settings.WEBHOOKS_TO_PRIVATE_ADDRESSES
    if parts.scheme != "https" and not (private and parts.scheme == "http"):
        raise Refused("Only https addresses are told anything.")
    if parts.username or parts.password:
        raise Refused("An address with a name and password in it would end up in logs.")
    try:
        port = parts.port or {"https": 443, "http": 80}[parts.scheme]
        found = [str(entry[4][0]) for entry in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)]
    except (OSError, ValueError, UnicodeError):
        raise Refused("Its name is not known.") from None
    # The first is the one that this host can best reach: of a host without IPv6 it is IPv4.
    addresses = [ipaddress.ip_address(one.partition("%")[0]) for one in found]
    if not private and not all(map(is_public, addresses)):
        raise Refused("It lies in a private network.")
    at = f"[{addresses[0]}]" if addresses[0].version == 6 else str(addresses[0])
    return Target(urlunsplit((parts.scheme, f"{at}:{port}", parts.path, parts.query, "")), parts.netloc, name)


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        if address in LOCAL_NAT64:
            return False
        inner = address.ipv4_mapped or address.sixtofour
        if address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast
