"""Open pages are told what happens through the shop's own port, and go on after whatever is killed."""

import contextlib
import http.client
import json
import socket
import time
from collections.abc import Iterator
from typing import Any

import psutil
import pytest

from tests.faults.scenarios import frozen, killed, stopped
from tests.faults.shop import Shop
from tests.leadsite.jobs.workers import eventually

pytestmark = pytest.mark.faults

SECONDS = 40.0
# Whether the worker has leads left to route, or deadlines to see to.
DUE = "select exists (select from lead_clocks where least(route_at, next_step_at) <= now())"


class Ear:
    """A stream at the port, as a browser holds it."""

    def __init__(self, shop: Shop, cookies: str, since: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", shop.port, timeout=SECONDS)
        query = f"since={since}" if since else "age=0"
        self.connection.request("GET", f"/live/events?{query}", headers={"Cookie": cookies})
        self.answer = self.connection.getresponse()
        self.since = since

    def messages(self) -> Iterator[tuple[str, Any]]:
        fields: dict[str, str] = {}
        while line := self.answer.readline().decode():
            if line != "\n":
                name, _, value = line.strip().partition(": ")
                fields[name] = value
                continue
            self.since = fields.get("id", self.since)
            yield fields.get("event", "message"), json.loads(fields["data"])
            fields = {}

    def until(self, kind: str) -> set[str]:
        """The leads that are told of before this is said."""
        leads: set[str] = set()
        for found, data in self.messages():
            leads |= (
                set(data.get("leads", ())) if found == "message" else set()
            )  # of very much no names are told
            if found == kind:
                return leads
        raise AssertionError(f"the stream ended before {kind}")

    def close(self) -> None:
        self.answer.close()
        self.connection.close()


def listening(shop: Shop, cookies: str, since: str = "") -> Ear:
    """As soon as somebody answers."""
    end = time.monotonic() + SECONDS
    while True:
        ear = Ear(shop, cookies, since)
        if ear.answer.status == 200:
            return ear
        ear.close()
        assert time.monotonic() < end, f"the hub answers {ear.answer.status}"
        time.sleep(0.2)


def change(shop: Shop) -> str:
    [(key,)] = shop.postgres.sql(
        "insert into leads (name, email) values ('Priya', gen_random_uuid() || '@example.com') returning id"
    )
    return str(key)


def processes(shop: Shop, module: str) -> list[psutil.Process]:
    """Those of this module; of the others some end while we look."""
    assert shop.process is not None
    found = []
    for one in psutil.Process(shop.process.pid).children(recursive=True):
        with contextlib.suppress(psutil.Error):
            found += [one] if module in one.cmdline() else []
    return found


@contextlib.contextmanager
def standing_still(process: psutil.Process) -> Iterator[None]:
    process.suspend()
    try:
        yield
    finally:
        process.resume()


def connections(shop: Shop) -> int:
    """Of the hub with web workers, and what it has beside them."""
    return len(hub(shop).net_connections("unix"))


def memory(shop: Shop) -> int:
    """Private bytes of the web workers."""
    web = processes(shop, "leadsite.serving.web")
    return sum(worker.memory_full_info().uss for server in web for worker in server.children())


def tell_much(shop: Shop) -> bool:
    """Sixty kilobytes to each stream."""
    shop.postgres.sql(
        "insert into live_events (source, change, lead_ids, actor_id)"
        " select 'leads', 'UPDATE', array_agg(id), repeat('x', 255) from leads where email like '%@many.example'"
    )
    shop.postgres.sql("select pg_notify('live', '')")
    return True


def ends(reader: socket.socket) -> bool:
    """Whether, at last, the stream is over for who reads on."""
    reader.settimeout(SECONDS)
    last = b""
    while not last.endswith(b"\r\n0\r\n\r\n"):
        piece = reader.recv(65536)
        if not piece:
            return True
        last = (last + piece)[-16:]
    return True


def wait_until_quiet(shop: Shop) -> None:
    """Until nothing follows any more from what was done before: of very much, readers are told no names."""

    def quiet() -> bool:
        before = newest()
        time.sleep(1)
        return shop.postgres.sql(DUE) == [(False,)] and newest() == before

    def newest() -> object:
        return shop.postgres.sql("select max(number) from live_events")

    eventually(quiet, 3 * SECONDS)


def hub(shop: Shop) -> psutil.Process:
    return processes(shop, "leadsite.serving.live")[0]


def test_a_change_is_told_through_the_port(shop: Shop) -> None:
    wait_until_quiet(shop)
    ear = listening(shop, shop.sign_in())
    ear.until("ready")
    key = change(shop)
    assert ear.until("message") == {key}
    ear.close()


def test_one_connection_serves_all_who_listen(shop: Shop) -> None:
    wait_until_quiet(shop)
    cookies = shop.sign_in()
    ears = [listening(shop, cookies) for _ in range(5)]
    for ear in ears:
        ear.until("ready")
    count = "select count(*) from pg_stat_activity where application_name = 'leadsite live hub'"
    eventually(lambda: shop.postgres.sql(count) == [(1,)])
    for ear in ears:
        ear.close()


def test_a_stranger_is_refused(shop: Shop) -> None:
    listening(shop, shop.sign_in()).close()
    stranger = Ear(shop, "sessionid=made-up")
    assert stranger.answer.status == 403
    stranger.close()


def test_after_the_hub_was_killed_a_reader_is_told_what_happened_meanwhile(shop: Shop) -> None:
    cookies = shop.sign_in()
    wait_until_quiet(shop)
    ear = listening(shop, cookies)
    ear.until("ready")
    before = change(shop)
    assert ear.until("message") == {before}
    hub(shop).kill()
    meanwhile = change(shop)
    assert ear.answer.read() == b""
    ear.close()
    back = listening(shop, cookies, ear.since)
    assert meanwhile in back.until("ready")  # and what the worker made of the other lead
    back.close()


@pytest.mark.parametrize("away", [stopped, frozen])
def test_the_same_stream_goes_on_when_the_database_is_back(shop: Shop, away: Any) -> None:
    wait_until_quiet(shop)
    ear = listening(shop, shop.sign_in())
    ear.until("ready")
    with away(shop):
        ear.until("away")
    ear.until("ready")
    key = change(shop)
    while key not in ear.until("message"):  # the worker has its own work to do
        pass
    ear.close()


def test_what_was_committed_before_the_database_was_killed_is_told_when_it_is_back(shop: Shop) -> None:
    """The hub stands still meanwhile, so it has read none of it."""
    wait_until_quiet(shop)
    cookies = shop.sign_in()
    ear = listening(shop, cookies)
    ear.until("ready")
    with standing_still(hub(shop)):
        keys = {change(shop) for _ in range(20)}
        with killed(shop):
            pass
        keys.add(change(shop))
    while keys:
        keys -= ear.until("message")
    ear.close()


def test_who_does_not_read_is_cut_off_and_told_that_it_ended(shop: Shop) -> None:
    """Through the web worker too: it holds back what its reader does not take, and so the hub knows."""
    cookies = shop.sign_in()
    shop.postgres.sql(
        "insert into leads (name, email) select 'Priya', n || '@many.example' from generate_series(1, 190) n"
    )
    held, before = connections(shop), memory(shop)
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.connect(("127.0.0.1", shop.port))
        slow.sendall(f"GET /live/events?age=0 HTTP/1.1\r\nHost: x\r\nCookie: {cookies}\r\n\r\n".encode())
        eventually(lambda: connections(shop) > held)
        eventually(lambda: tell_much(shop) and connections(shop) == held, SECONDS)
        assert memory(shop) - before < 8_000_000
        assert ends(slow)


def test_a_killed_web_worker_costs_a_reader_nothing(shop: Shop) -> None:
    cookies = shop.sign_in()
    ear = listening(shop, cookies)
    ear.until("ready")
    change(shop)
    ear.until("message")
    for server in processes(shop, "leadsite.serving.web"):
        with contextlib.suppress(psutil.Error):  # the workers are of this module too
            for worker in server.children():
                worker.kill()
    with pytest.raises((http.client.HTTPException, OSError, AssertionError)):
        ear.until("bye")
    ear.close()
    meanwhile = change(shop)
    back = listening(shop, cookies, ear.since)
    assert meanwhile in back.until("ready")  # and what the worker made of the other lead
    back.close()
