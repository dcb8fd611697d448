"""What our client makes of a provider that is slow, in trouble, gone or endless, over a real socket."""

import contextlib
import time
from collections.abc import Iterator

import pytest

from leadsite.outside import client
from leadsite.outside.breaker import Breaker, Resting
from leadsite.outside.client import Answer, Cut, Unreachable, ask
from tests.providers.server import CUT, TROUBLE, FakeProvider
from tests.providers.server import Answer as Told

pytestmark = pytest.mark.django_db
BREAKER = Breaker("fake")


@pytest.fixture
def provider() -> Iterator[FakeProvider]:
    with FakeProvider() as found:
        yield found


def test_an_answer_comes_as_it_is(provider: FakeProvider) -> None:
    answer = ask("POST", provider.url("/m"), json={"a": 1}, headers={"X-Key": "k"})
    assert (answer.status, answer.json(), answer.is_success) == (200, {"ok": True}, True)
    (asked,) = provider.asked
    assert (asked.method, asked.path, asked.json, asked.headers["x-key"]) == ("POST", "/m", {"a": 1}, "k")


def test_a_redirect_is_never_followed(provider: FakeProvider) -> None:
    provider.script = [Told(302, headers={"Location": provider.url("/elsewhere")})]
    assert ask("GET", provider.url()).status == 302
    assert len(provider.asked) == 1


def test_who_is_not_there_has_seen_nothing() -> None:
    with FakeProvider() as gone:
        address = gone.url()
    with pytest.raises(Unreachable):
        ask("GET", address)


def test_who_is_cut_off_may_have_seen_it(provider: FakeProvider) -> None:
    provider.script = [CUT]
    with pytest.raises(Cut):
        ask("POST", provider.url())
    assert len(provider.took) == 1


def test_nobody_waits_longer_than_the_bound(provider: FakeProvider) -> None:
    provider.script = [Told(seconds=2.0)]
    begin = time.monotonic()
    with pytest.raises(Cut):
        ask("POST", provider.url(), seconds=0.3)
    assert time.monotonic() - begin < 1.5


def test_an_endless_answer_is_cut_short(provider: FakeProvider) -> None:
    provider.script = [Told(content=b"x" * 5000)]
    with pytest.raises(Cut, match="too long"):
        ask("GET", provider.url(), most_bytes=1000)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("7", 7.0), ("Thu, 01 Jan 1970 00:01:40 GMT", 40.0), ("soon", None), ("", None), ("-3", None)],
)
def test_the_pause_that_is_asked_for_is_read_either_way(written: str, seconds: float | None) -> None:
    assert Answer(429, {"retry-after": written}, b"").retry_after(now=60.0) == seconds


def test_what_is_no_json_is_none() -> None:
    assert Answer(200, {}, b"<html>").json() is None


def test_troubles_open_the_breaker_and_then_nobody_is_asked(provider: FakeProvider) -> None:
    provider.script = [TROUBLE, CUT, TROUBLE, CUT, TROUBLE]
    for _ in range(5):
        with contextlib.suppress(Cut):
            ask("POST", provider.url(), breaker=BREAKER)
    with pytest.raises(Resting):
        ask("POST", provider.url(), breaker=BREAKER)
    assert len(provider.asked) == 5


def test_a_refusal_is_no_failure(provider: FakeProvider) -> None:
    provider.script = [Told(400) for _ in range(6)]
    assert [ask("POST", provider.url(), breaker=BREAKER).status for _ in range(6)] == [400] * 6


def test_the_call_that_finds_it_back_closes_the_breaker(
    provider: FakeProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        BREAKER.failed("gone")
    monkeypatch.setattr(Breaker, "rests_for", lambda self: -1.0)
    monkeypatch.setattr("leadsite.outside.breaker.PROBE", "update circuit_breakers set name = %(name)s")
    assert ask("POST", provider.url(), breaker=BREAKER).status == 200
    monkeypatch.undo()
    assert not BREAKER.ask()


def test_each_process_has_one_client() -> None:
    assert client.client(1) is client.client(1)
