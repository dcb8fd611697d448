"""A WSGI application under an ASGI server: it is asked what was asked, and its answer is sent whole."""

from collections.abc import Callable
from typing import Any

import pytest

from leadsite.bodies import LARGEST_BODY, Bodies
from leadsite.in_threads import InThreads
from tests import loops

SCOPE: dict[str, Any] = {
    "type": "http",
    "method": "POST",
    "path": "/q/é",
    "raw_path": b"/q/%C3%A9%2F",
    "query_string": b"a=1&b=%20",
    "headers": [(b"host", b"shop.example"), (b"content-type", b"text/plain"), (b"content-length", b"4")],
    "http_version": "1.1",
    "scheme": "http",
    "client": ("203.0.113.9", 1234),
    "server": ("127.0.0.1", 8000),
}


def ask(
    *pieces: bytes, hangs_up: bool = False, **changed: Any
) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    """The environment that the application saw, with its body read, and what was sent."""
    seen: list[dict[str, Any]] = []
    sent: list[dict[str, Any]] = []
    messages = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    messages.append({"type": "http.disconnect"} if hangs_up else {"type": "http.request", "body": b""})

    def site(environ: dict[str, Any], start_response: Callable[..., object]) -> list[bytes]:
        seen.append({**environ, "body": environ["wsgi.input"].read()})
        start_response("201 Created", [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
        return [b"one ", b"two"]

    async def receive() -> Any:
        return messages.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    pages = InThreads(site, 1, asker=lambda environ: environ["REMOTE_ADDR"])
    loops.run(pages({**SCOPE, **changed}, receive, send))  # type: ignore[arg-type]
    return (seen[0] if seen else None), sent


def seen(*pieces: bytes, **changed: Any) -> dict[str, Any]:
    environ, _ = ask(*pieces, **changed)
    assert environ is not None
    return environ


def test_the_application_finds_what_was_asked() -> None:
    environ = seen(b"bo", b"dy")
    names = ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "CONTENT_TYPE", "CONTENT_LENGTH", "HTTP_HOST", "REMOTE_ADDR", "SERVER_PORT", "wsgi.url_scheme", "body")  # fmt: skip
    assert [environ[name] for name in names] == [
        "POST", "/q/\xc3\xa9/", "a=1&b=%20", "text/plain", "4", "shop.example", "203.0.113.9", "8000", "http", b"body",
    ]  # fmt: skip


def test_the_answer_is_sent_whole_with_each_cookie() -> None:
    assert ask(b"body")[1] == [
        {
            "type": "http.response.start",
            "status": 201,
            "headers": [(b"set-cookie", b"a=1"), (b"set-cookie", b"b=2")],
        },
        {"type": "http.response.body", "body": b"one two", "more_body": False},
    ]


def test_a_header_that_comes_twice_is_one_list() -> None:
    headers = [(b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"accept", b"x"), (b"accept", b"y")]
    environ = seen(headers=headers)
    assert (environ["HTTP_COOKIE"], environ["HTTP_ACCEPT"]) == ("a=1; b=2", "x,y")


def test_a_header_that_would_pass_for_another_is_left_out() -> None:
    assert "HTTP_X_FORWARDED_FOR" not in seen(headers=[(b"x_forwarded_for", b"10.0.0.1")])


@pytest.mark.parametrize(
    "headers",
    [
        [(b"content-length", str(LARGEST_BODY + 1).encode())],
        [(b"transfer-encoding", b"chunked")],
        [(b"content-length", b"ten")],
    ],
)
def test_a_body_that_is_refused_anyway_is_not_read(headers: Any) -> None:
    assert seen(b"x", headers=headers)["body"] == b""


def test_who_hangs_up_before_the_body_is_there_asks_nothing() -> None:
    assert ask(b"x", hangs_up=True) == (None, [])


def test_a_body_for_which_there_is_no_room_is_turned_away_unread() -> None:
    sent: list[Any] = []

    async def unread() -> Any:
        raise AssertionError("nothing of it is read")

    async def send(message: Any) -> None:
        sent.append(message)

    pages = InThreads(Bodies(lambda environ, start: [b"never"]), 1, asker=lambda environ: "203.0.113.9")
    pages.room.left = 3
    loops.run(pages(SCOPE, unread, send))  # type: ignore[arg-type]
    assert (sent[0]["status"], pages.room.left, dict(pages.room.held)) == (503, 3, {})


def test_what_is_read_is_let_go_when_it_is_answered() -> None:
    def site(environ: dict[str, Any], start_response: Callable[..., object]) -> list[bytes]:
        start_response("200 OK", [])
        return []

    pages = InThreads(site, 1, asker=lambda environ: "203.0.113.9")
    before = pages.room.left

    async def receive() -> Any:
        assert (pages.room.left, dict(pages.room.held)) == (before - 4, {"203.0.113.9": 4})
        return {"type": "http.request", "body": b"body"}

    async def send(message: Any) -> None:
        pass

    loops.run(pages(SCOPE, receive, send))  # type: ignore[arg-type]
    assert (pages.room.left, dict(pages.room.held)) == (before, {})
