"""Who really asks: the address and scheme that a trusted proxy reports, and nobody else's word for it."""

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

Network = IPv4Network | IPv6Network


def parse_networks(words: Iterable[str]) -> tuple[Network, ...]:
    """Networks such as 10.0.0.0/8 or single addresses. Raises ValueError."""
    return tuple(ip_network(word, strict=False) for word in words)


class TrustedProxies:
    """Takes REMOTE_ADDR and the scheme from X-Forwarded-For and -Proto when the peer is a trusted proxy."""

    def __init__(self, application: WSGIApplication, networks: tuple[Network, ...]) -> None:
        self.application = application
        self.networks = networks

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        scheme = environ.pop("HTTP_X_FORWARDED_PROTO", "")
        if self.trusted(environ.get("REMOTE_ADDR", "")) and scheme in ("http", "https"):
            environ["wsgi.url_scheme"] = scheme
        environ["REMOTE_ADDR"] = self.asker(environ)
        environ.pop("HTTP_X_FORWARDED_FOR", "")
        return self.application(environ, start_response)

    def asker(self, environ: WSGIEnvironment) -> str:
        """The address of who asks, of a request that has not come through here yet."""
        peer: str = environ.get("REMOTE_ADDR", "")
        forwarded = environ.get("HTTP_X_FORWARDED_FOR", "")
        return (self.client(forwarded) if self.trusted(peer) else None) or peer

    def trusted(self, address: str) -> bool:
        try:
            peer = ip_address(address)
        except ValueError:
            return False
        return any(peer in network for network in self.networks)

    def client(self, forwarded: str) -> str | None:
        """The last address of the chain that is not one of our own proxies: earlier ones can be made up."""
        for address in reversed([part.strip() for part in forwarded.split(",")]):
            if not self.trusted(address):
                try:
                    return str(ip_address(address))
                except ValueError:
                    return None
        return None
