"""PostgreSQL, the web workers and a drainer are killed again and again while quotes come in."""

import itertools
import random
import subprocess
import sys
import threading
import time

import psutil
import pytest

from tests.faults.conftest import LONG
from tests.faults.shop import ROOT, Shop, lost_or_doubled
from tests.faults.traffic import Customers
from tests.leadsite.jobs.workers import eventually

pytestmark = pytest.mark.faults


VICTIMS = {"postgres", "web worker", "drainer"}


class Killer:
    """Once a second kill -9 for PostgreSQL, a web worker or a drainer, in a random but repeatable order."""

    def __init__(self, shop: Shop, seed: int) -> None:
        self.shop = shop
        self.random = random.Random(seed)
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.work, daemon=True)
        self.killed: list[str] = []

    def __enter__(self) -> "Killer":
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stopping.set()
        self.thread.join(60)

    def work(self) -> None:
        victims = itertools.cycle(self.random.sample([self.postgres, self.web_worker, self.drainer], 3))
        while not self.stopping.wait(self.random.uniform(0.4, 1.0)):
            next(victims)()

    def postgres(self) -> None:
        self.shop.postgres.kill()
        time.sleep(self.random.uniform(0, 0.8))
        self.shop.postgres.start()
        self.killed.append("postgres")

    def web_worker(self) -> None:
        assert self.shop.process is not None
        workers = web_workers(self.shop.process.pid)
        if workers:
            self.random.choice(workers).kill()
            self.killed.append("web worker")

    def drainer(self) -> None:
        drain = subprocess.Popen(
            [*self.shop.prefix, sys.executable, "manage.py", "drain"],
            cwd=ROOT, env=self.shop.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(self.random.uniform(0.5, 1.5))
        drain.kill()
        drain.wait()
        self.killed.append("drainer")


def web_workers(serve: int) -> list[psutil.Process]:
    """The processes that answer requests: the leaves of the start command's tree."""
    tree = psutil.Process(serve).children(recursive=True)
    return [process for process in tree if process.is_running() and not process.children()]


def test_what_was_acknowledged_is_stored_once_and_as_it_was_sent(shop: Shop) -> None:
    wanted = 2000 if LONG else 300
    customers = Customers(
        shop.port, shop.product(), rate=60 if LONG else 40, clients=6, tries=40, token=shop.form_token()
    )
    with Killer(shop, seed=7) as killer:
        customers.start()
        customers.wait_for(wanted, 300)
        eventually(lambda: set(killer.killed) == VICTIMS, 120)
        sent = customers.stop()
    shop.wait_until_drained(30)
    print(
        f"\n{len(sent)} posts, killed: {[(name, killer.killed.count(name)) for name in sorted(set(killer.killed))]}"
    )
    assert [post for post in sent if post.status != 201] == []
    assert lost_or_doubled(shop, sent) == ([], [])
    assert shop.parked() == []
    assert len(sent) >= wanted
