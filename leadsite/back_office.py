"""Hands a request for the back office to one of its own processes, and takes the answer from there.

Plain HTTP over a socket in a private folder: whoever can open it is a web worker of this installation, and
its word for the customer's address and scheme is good.
"""

import http.client
import itertools
import socket
import time
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from pathlib import Path
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from leadsite.away import AWAY_HEADERS

ADDRESS, SCHEME = "X-Leadsite-Address", "X-Leadsite-Scheme"
# Of one connection, not of the page (RFC 9110, 7.6.1); Date and Server our own server adds.
HOP_BY_HOP = frozenset(
    {
        "connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
        "expect", "date", "server",
    }
)  # fmt: skip
AS_THEY_ARE = "/:@!$&'()*+,;=~"  # in a path
RESTART_SECONDS = 2.0  # a killed process is back sooner
PAUSE_SECONDS = 0.05


class PrivateConnection(http.client.HTTPConnection):
    """HTTP to a socket that is a file."""

    def __init__(self, path: Path, timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self.path))


class BackOffice:
    """A WSGI application that other processes run, at `paths`; a silent one is given up after `seconds`."""

    def __init__(self, paths: Sequence[Path], seconds: float, away: Callable[[str], bytes]) -> None:
        self.paths = itertools.cycle(paths)
        self.seconds = seconds
        self.away = away

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            status, headers, body = self.ask(environ)
        except ValueError:  # what http.client refuses to send: control characters in a header
            start_response("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
            return [b"One of the headers cannot be read."]
        except (OSError, http.client.HTTPException):
            start_response("503 Service Unavailable", AWAY_HEADERS)
            return [self.away(environ["REQUEST_METHOD"])]
        start_response(status, headers)
        return [body]

    def ask(self, environ: WSGIEnvironment) -> tuple[str, list[tuple[str, str]], bytes]:
        body = environ["wsgi.input"].read()
        connection = self.connected()
        try:
            connection.request(environ["REQUEST_METHOD"], target(environ), body or None, headers(environ))
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        kept = [(name, value) for name, value in response.getheaders() if name.lower() not in HOP_BY_HOP]
        return f"{response.status} {response.reason}", kept, content

    def connected(self) -> PrivateConnection:
        """Nothing was asked yet: while the processes are being replaced, it is safe to try again."""
        end = time.monotonic() + RESTART_SECONDS
        while True:
            connection = PrivateConnection(next(self.paths), self.seconds)
            try:
                connection.connect()
                return connection
            except OSError:
                connection.close()
                if time.monotonic() > end:
                    raise
            time.sleep(PAUSE_SECONDS)


def target(environ: WSGIEnvironment) -> str:
    """The request's path and query as they came: WSGI hands over the path decoded, the query as it is."""
    path = quote(environ.get("PATH_INFO", "/").encode("latin-1"), safe=AS_THEY_ARE)
    query = quote(environ.get("QUERY_STRING", "").encode("latin-1"), safe=AS_THEY_ARE + "?%")
    return f"{path}?{query}" if query else path


def headers(environ: WSGIEnvironment) -> dict[str, str]:
    named = {
        name.removeprefix("HTTP_").replace("_", "-"): value
        for name, value in environ.items()
        if name.startswith("HTTP_") or (name in ("CONTENT_TYPE", "CONTENT_LENGTH") and value)
    }
    kept = {name.title(): value for name, value in named.items() if name.lower() not in HOP_BY_HOP}
    kept.setdefault("Host", f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}")
    return {
        **kept,
        ADDRESS: environ.get("REMOTE_ADDR", ""),
        SCHEME: environ["wsgi.url_scheme"],
        "Connection": "close",
    }


class HandedOver:
    """On the other side: puts address and scheme back where an application looks for them."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ["REMOTE_ADDR"] = environ.pop(variable(ADDRESS), "")
        environ["wsgi.url_scheme"] = environ.pop(variable(SCHEME), "http")
        # As a whole, whether or not it is wanted: an answer that leaves a body unread cuts off who sends it.
        environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))
        return self.application(environ, start_response)


def variable(header: str) -> str:
    return f"HTTP_{header.upper().replace('-', '_')}"
