"""A request for the back office arrives there as it came, and its answer comes back as it was given."""

import io
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from socketserver import ThreadingMixIn, UnixStreamServer
from typing import Any
from wsgiref.simple_server import ServerHandler, WSGIRequestHandler

import pytest

from leadsite.back_office import BackOffice, HandedOver

Seen = dict[str, Any]


class Handler(WSGIRequestHandler):
    """wsgiref's own, for a peer that is a file and has no address."""

    def address_string(self) -> str:
        return ""

    def log_message(self, format: str, *args: Any) -> None: ...

    def setup(self) -> None:
        self.client_address = ("", 0)
        super().setup()


class Server(ThreadingMixIn, UnixStreamServer):
    daemon_threads = True
    base_environ: dict[str, str] = {"SERVER_NAME": "", "SERVER_PORT": "0"}
    application: Callable[..., Any]

    def get_app(self) -> Callable[..., Any]:
        return self.application


@pytest.fixture
def seen() -> Seen:
    return {}


@pytest.fixture
def there(tmp_path: Path, seen: Seen) -> Iterator[Path]:
    """A process of the back office that remembers what it was asked."""

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        seen.update(environ, body=environ["wsgi.input"].read(length))
        start_response(
            "303 See Other", [("Location", "/admin/"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
        )
        return [b"moved"]

    ServerHandler.server_software = "test"
    server = Server(str(tmp_path / "0"), Handler)
    server.application = HandedOver(application)
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    yield tmp_path / "0"
    server.shutdown()
    server.server_close()


def ask(path: Path, seconds: float = 5, **environ: Any) -> tuple[str, list[tuple[str, str]], bytes]:
    given: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/admin/",
        "QUERY_STRING": "",
        "SERVER_NAME": "shop.example",
        "SERVER_PORT": "443",
        "REMOTE_ADDR": "203.0.113.9",
        "wsgi.url_scheme": "https",
        "wsgi.input": io.BytesIO(environ.pop("body", b"")),
        **environ,
    }
    answer: list[Any] = []
    body = BackOffice([path], seconds, lambda method: f"away from a {method}".encode())(
        given, lambda status, headers: answer.extend((status, headers))
    )  # type: ignore[arg-type,misc,return-value]
    return answer[0], answer[1], b"".join(body)


def test_the_answer_comes_back_with_every_header_of_the_page(there: Path) -> None:
    status, headers, body = ask(there)
    kept = [one for one in headers if one[0] != "Content-Length"]
    assert (status, kept, body) == (
        "303 See Other",
        [("Location", "/admin/"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")],
        b"moved",
    )


def test_the_address_and_the_scheme_are_those_of_the_customer(there: Path, seen: Seen) -> None:
    ask(there)
    assert (seen["REMOTE_ADDR"], seen["wsgi.url_scheme"]) == ("203.0.113.9", "https")


def test_nobody_can_make_up_an_address(there: Path, seen: Seen) -> None:
    ask(there, HTTP_X_LEADSITE_ADDRESS="127.0.0.1", HTTP_X_LEADSITE_SCHEME="http")
    assert (seen["REMOTE_ADDR"], seen["wsgi.url_scheme"]) == ("203.0.113.9", "https")


def test_a_body_arrives_whole(there: Path, seen: Seen) -> None:
    form = "application/x-www-form-urlencoded"
    ask(there, REQUEST_METHOD="POST", CONTENT_TYPE=form, CONTENT_LENGTH="9", body=b"name=Neha")
    assert (seen["REQUEST_METHOD"], seen["CONTENT_TYPE"], seen["body"]) == ("POST", form, b"name=Neha")


def test_a_body_that_the_page_does_not_want_is_taken_off_the_line_all_the_same() -> None:
    sent = io.BytesIO(b"name=Priya&more")
    HandedOver(lambda environ, start_response: [])(
        {"CONTENT_LENGTH": "10", "wsgi.input": sent}, lambda status, headers, exc_info=None, /: print
    )
    assert sent.tell() == 10


@pytest.mark.parametrize(
    "path", ["/admin/a b/", "/admin/%2F/", "/admin/प्रिया/", "/admin/a?b#c/", "/admin/;a=1/"]
)
def test_a_path_arrives_as_it_was_asked_for(there: Path, seen: Seen, path: str) -> None:
    decoded = path.encode().decode("latin-1")  # as WSGI hands it over
    ask(there, PATH_INFO=decoded, QUERY_STRING="q=a%20b&q=c")
    assert (seen["PATH_INFO"], seen["QUERY_STRING"]) == (decoded, "q=a%20b&q=c")


def test_headers_arrive_but_for_those_of_the_connection(there: Path, seen: Seen) -> None:
    ask(
        there,
        HTTP_COOKIE="sessionid=x",
        HTTP_HOST="shop.example",
        HTTP_UPGRADE="websocket",
        HTTP_TE="trailers",
    )
    names = sorted(name for name in seen if name.startswith("HTTP_") and name != "HTTP_ACCEPT_ENCODING")
    assert names == ["HTTP_CONNECTION", "HTTP_COOKIE", "HTTP_HOST"]


def test_a_header_that_cannot_be_said_is_a_bad_request(there: Path) -> None:
    assert ask(there, HTTP_COOKIE="a\r\nX-Evil: 1")[0] == "400 Bad Request"


@pytest.mark.parametrize(
    ("query", "arrives"), [("q=\u0007", "q=%07"), ("q=a b", "q=a%20b"), ("q=\u00e9", "q=%E9")]
)
def test_a_query_that_a_careless_program_sent_arrives_encoded(
    there: Path, seen: Seen, query: str, arrives: str
) -> None:
    ask(there, QUERY_STRING=query)
    assert seen["QUERY_STRING"] == arrives


def test_a_back_office_that_is_gone_is_the_page_that_tries_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leadsite.back_office.RESTART_SECONDS", 0.1)
    status, headers, body = ask(tmp_path / "nobody", REQUEST_METHOD="POST")
    assert (status, dict(headers)["Retry-After"], body) == (
        "503 Service Unavailable",
        "5",
        b"away from a POST",
    )


def test_a_mute_back_office_is_given_up(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as mute:
        mute.bind(str(tmp_path / "mute"))
        mute.listen()
        assert ask(tmp_path / "mute", seconds=0.1)[0] == "503 Service Unavailable"


def test_a_process_that_is_being_replaced_is_waited_for(tmp_path: Path) -> None:
    """Nothing was asked of it yet, so trying again does nothing twice."""
    late = socket.socket(socket.AF_UNIX)

    def come_back() -> None:
        late.bind(str(tmp_path / "late"))
        late.listen()
        with late.accept()[0] as accepted:
            accepted.recv(4096)
            accepted.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nback")

    timer = threading.Timer(0.2, come_back)
    timer.start()
    assert ask(tmp_path / "late")[2] == b"back"
    timer.join()
    late.close()
