"""What the hub says is passed on byte for byte; without a hub the page is told so at once."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from leadsite.live import relay
from leadsite.live.relay import Relay
from tests import loops

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"


def scope(**changed: Any) -> dict[str, Any]:
    headers = [(b"cookie", b"sessionid=abc"), (b"accept", b"*/*"), (b"last-event-id", b"1.1:1:")]
    return {
        "type": "http",
        "method": "GET",
        "path": "/live/events",
        "query_string": b"age=1",
        "headers": headers,
        **changed,
    }


def passed_on(
    folder: Path, said: bytes, application: Relay | None = None, **changed: Any
) -> tuple[bytes, list[dict[str, Any]]]:
    """What a hub that says this and hangs up was asked, and what the browser was sent."""
    asked, sent = b"", list[dict[str, Any]]()

    async def hub(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        asked = await reader.readuntil(b"\r\n\r\n")
        writer.write(said)
        writer.close()

    async def send(message: Any) -> None:
        sent.append(message)

    async def journey() -> None:
        server = await asyncio.start_unix_server(hub, folder / "live")
        await (application or Relay(folder / "live"))(scope(**changed), asyncio.Event().wait, send)  # type: ignore[arg-type]
        server.close()

    loops.run(journey())
    return asked, sent


def test_the_hub_is_asked_with_what_it_needs_and_nothing_else(tmp_path: Path) -> None:
    asked, _ = passed_on(tmp_path, HEAD)
    assert (
        asked == b"GET /live/events?age=1 HTTP/1.1\r\ncookie: sessionid=abc\r\nlast-event-id: 1.1:1:\r\n\r\n"
    )


def test_what_it_says_is_passed_on(tmp_path: Path) -> None:
    _, sent = passed_on(tmp_path, HEAD + b"data: 1\n\n")
    assert sent[0] == {
        "type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")],
    }  # fmt: skip
    assert b"".join(message["body"] for message in sent[1:]) == b"data: 1\n\n"
    assert sent[-1]["more_body"] is False


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\n"])
def test_a_hub_that_does_not_answer_is_away(tmp_path: Path, said: bytes) -> None:
    assert passed_on(tmp_path, said)[1][0]["status"] == 503


def test_more_streams_than_a_worker_holds_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "MOST", 0)
    assert passed_on(tmp_path, HEAD)[1][0]["status"] == 503


def test_a_stream_that_ended_is_counted_no_more(tmp_path: Path) -> None:
    application = Relay(tmp_path / "live")
    passed_on(tmp_path, HEAD, application)
    assert application.streams == 0


def test_without_a_hub_there_is_no_such_page(tmp_path: Path) -> None:
    assert passed_on(tmp_path, HEAD, Relay(None))[1][0]["status"] == 404


@pytest.mark.parametrize("path", ["/live/other", "/live/events HTTP/1.1\r\nCookie: sessionid=x\r\nX: "])
def test_the_hub_is_asked_for_nothing_else(tmp_path: Path, path: str) -> None:
    asked, sent = passed_on(tmp_path, HEAD, path=path)
    assert (asked, sent[0]["status"]) == (b"", 404)
