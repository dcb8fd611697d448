"""Customers who send quotes and staff who browse, at a given rate, every answer and its time kept."""

import http.client
import itertools
import json
import random
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Sent:
    """One post of a customer and what came of it; `status` 0 means that no answer came."""

    marker: str
    status: int
    seconds: float
    at: float
    folio: str = ""
    warning: str = ""
    location: str = ""


@dataclass
class Customers:
    """Posts distinct valid quotes from `clients` connections, about `rate` a second in total.

    They come as customers do, independently of one another: a Poisson process, bursts and lulls included.
    """

    port: int
    product: str
    rate: float = 40.0
    clients: int = 4
    tries: int = 1
    token: str = ""
    sent: list[Sent] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    stopping: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> "Customers":
        self.threads = [threading.Thread(target=self.work, daemon=True) for _ in range(self.clients)]
        for thread in self.threads:
            thread.start()
        return self

    def stop(self) -> list[Sent]:
        self.stopping.set()
        for thread in self.threads:
            thread.join(15)
        return list(self.sent)

    def work(self) -> None:
        line, dice = Line(self.port), random.Random()
        pause = self.clients / self.rate
        due = time.monotonic() + dice.expovariate(1 / pause)
        while not self.stopping.wait(max(0.0, due - time.monotonic())):
            sent = line.post(quote(next(NUMBERS), self.product, self.token), tries=self.tries)
            with self.lock:
                self.sent.append(sent)
            due = max(due + dice.expovariate(1 / pause), time.monotonic() - pause)
        line.close()

    def wait_for(self, count: int, seconds: float) -> None:
        end = time.monotonic() + seconds
        while len(self.sent) < count and time.monotonic() < end:
            time.sleep(0.02)


def quote(number: int, product: str, token: str = "") -> dict[str, str]:
    """The form's fields of one customer; the marker in the name finds the lead again."""
    return {
        "token": token,
        "name": f"Customer {number:07d}",
        "phone": f"+9198{number:08d}",
        "source": "fault-suite",
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "0",
        "lines-0-product": product,
        "lines-0-quantity": str(1 + number % 500),
        "lines-0-notes": "",
    }


class Line:
    """One keep-alive connection of a client, reopened when it breaks; a retry is the customer's own."""

    def __init__(self, port: int, timeout: float = 10.0) -> None:
        self.port, self.timeout = port, timeout
        self.connection: http.client.HTTPConnection | None = None

    def post(self, fields: dict[str, str], *, as_json: bool = True, tries: int = 1) -> Sent:
        for _ in range(tries - 1):
            sent = self.once(fields, as_json=as_json)
            if sent.status:
                return sent
            time.sleep(0.1)
        return self.once(fields, as_json=as_json)

    def once(self, fields: dict[str, str], *, as_json: bool) -> Sent:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if as_json:
            headers["Accept"] = "application/json"
        start = time.monotonic()
        try:
            status, location, body = self.request("POST", "/", urlencode(fields), headers)
        except (OSError, http.client.HTTPException):
            self.close()
            return Sent(fields["name"], 0, time.monotonic() - start, start)
        answer = json.loads(body) if as_json and status == 201 else {}
        return Sent(
            marker=fields["name"],
            status=status,
            seconds=time.monotonic() - start,
            at=start,
            folio=answer.get("folio", ""),
            warning=answer.get("warning", ""),
            location=location or answer.get("whatsapp_url", ""),
        )

    def request(self, method: str, path: str, body: str, headers: dict[str, str]) -> tuple[int, str, bytes]:
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        data = response.read()
        return response.status, response.getheader("Location", ""), data

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


@dataclass
class Staff:
    """Asks for a page of the back office `rate` times a second, each on a thread of its own: they may hang."""

    port: int
    cookie: str
    rate: float = 20.0
    path: str = "/admin/leads/lead/"
    statuses: list[int] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None

    def start(self) -> "Staff":
        self.thread = threading.Thread(target=self.work, daemon=True)
        self.thread.start()
        return self

    def stop(self) -> list[int]:
        self.stopping.set()
        if self.thread is not None:
            self.thread.join(15)
        return list(self.statuses)

    def work(self) -> None:
        while not self.stopping.wait(1 / self.rate):
            threading.Thread(target=self.ask, daemon=True).start()

    def ask(self) -> None:
        line = Line(self.port, timeout=12)
        try:
            status, _, _ = line.request("GET", self.path, "", {"Cookie": self.cookie})
        except (OSError, http.client.HTTPException):
            status = 0
        finally:
            line.close()
        self.statuses.append(status)
