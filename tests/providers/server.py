"""The ground of every fake provider: HTTP over a real socket, with a script of what goes wrong.

    with FakeProvider() as provider:
        provider.script += [Answer(429, headers={"Retry-After": "7"}), CUT]
        ask(provider.url("/messages"))

What the script does not say, `respond` does: a subclass speaks its provider's contract there.
"""

import json
import socket
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Asked:
    """A request as it came; `headers` by their names in lower case."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return {name: values[-1] for name, values in parse_qs(self.body.decode(), True).items()}

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    """`seconds`: how long it takes. `takes`: whether the provider does what was asked, whatever it answers."""

    status: int = 200
    content: Any = None  # as JSON, bytes as they are
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    takes: bool = False


CUT = Answer(0, takes=True)  # the connection is cut after the provider accepted
TROUBLE = Answer(500, {"message": "trouble"})


class FakeProvider:
    """`asked` is every request that came, `script` the answers to the next ones, `took` what was accepted."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.took: list[Asked] = []
        self.script: list[Answer] = []
        self.lock = threading.Lock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler(self))
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *trouble: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def url(self, path: str = "") -> str:
        return f"http://127.0.0.1:{self.server.server_port}{path}"

    def answer(self, asked: Asked) -> Answer:
        with self.lock:
            self.asked.append(asked)
            scripted = self.script.pop(0) if self.script else None
            if scripted is None or scripted.takes:
                self.took.append(asked)
                told = self.respond(asked)
                return scripted or told
            return scripted

    def respond(self, asked: Asked) -> Answer:
        """What the provider says where all is well."""
        return Answer(200, {"ok": True})


def handler(provider: FakeProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            there = urlsplit(self.path)
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(length)
            asked = Asked(self.command, there.path, parse_qs(there.query), headers, body)
            self.tell(provider.answer(asked))

        do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = handle_any

        def tell(self, answer: Answer) -> None:
            time.sleep(answer.seconds)
            self.close_connection = True
            if not answer.status:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            content = (
                answer.content if isinstance(answer.content, bytes) else json.dumps(answer.content).encode()
            )
            self.send_response(answer.status)
            for name, value in {"Content-Type": "application/json", **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *words: object) -> None:
            pass

    return Handler
