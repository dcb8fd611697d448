"""The faults: how each is inflicted and healed, and what it needs from the machine."""

import contextlib
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.faults.proxy import Mode
from tests.faults.shop import Shop
from tests.faults.traffic import Line, quote

Inflict = Callable[[Shop], AbstractContextManager[None]]


@dataclass(frozen=True)
class Fault:
    """`inflict(shop)` is a context: the fault lasts as long as the block."""

    name: str
    inflict: Inflict
    needs: Callable[[], str] = lambda: ""
    brief: bool = False  # over before everybody has felt it
    database_works: bool = False  # the fault is on the disk: quotes go straight into the database
    by_import: bool = False  # both stores are gone: what was acknowledged comes back by import_spool_log


def as_root() -> str:
    return "" if os.geteuid() == 0 else "needs root"


def iptables() -> str:
    if as_root():
        return as_root()
    if shutil.which("iptables") is None:
        return "needs iptables"
    listed = subprocess.run(["iptables", "-w", "-L", "OUTPUT"], capture_output=True, check=False)
    return "" if listed.returncode == 0 else "needs iptables that works here"


def mounts() -> str:
    if as_root():
        return as_root()
    tried = subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False)
    return "" if tried.returncode == 0 else "needs the right to mount"


@contextlib.contextmanager
def refused(shop: Shop) -> Iterator[None]:
    shop.proxy.become(Mode.REFUSE)
    yield
    shop.proxy.become(Mode.PASS)


@contextlib.contextmanager
def mute(shop: Shop) -> Iterator[None]:
    shop.proxy.become(Mode.MUTE)
    yield
    shop.proxy.become(Mode.PASS)


@contextlib.contextmanager
def silent_failover(shop: Shop) -> Iterator[None]:
    """Established connections never answer again, not even when all is well: only the watchdog ends them."""
    shop.proxy.become(Mode.STALE)
    yield
    shop.proxy.become(Mode.PASS)


@contextlib.contextmanager
def packets_dropped(shop: Shop) -> Iterator[None]:
    rules = [
        ["OUTPUT", "-o", "lo", "-p", "tcp", "--dport", str(shop.proxy.port), "-j", "DROP"],
        ["OUTPUT", "-o", "lo", "-p", "tcp", "--sport", str(shop.proxy.port), "-j", "DROP"],
    ]
    for rule in rules:
        subprocess.run(["iptables", "-w", "-I", *rule], check=True)
    try:
        yield
    finally:
        for rule in rules:
            subprocess.run(["iptables", "-w", "-D", *rule], check=True)


@contextlib.contextmanager
def frozen(shop: Shop) -> Iterator[None]:
    shop.postgres.freeze()
    try:
        yield
    finally:
        shop.postgres.thaw()


@contextlib.contextmanager
def table_locked(shop: Shop) -> Iterator[None]:
    with shop.postgres.session() as other:
        other.execute("lock table leads in access exclusive mode")
        yield


@contextlib.contextmanager
def row_locked(shop: Shop) -> Iterator[None]:
    """Somebody holds the row of a lead whose customer asks again, and again, meanwhile."""
    regular = quote(9_000_000 + os.getpid() % 1000, shop.product())
    with contextlib.closing(Line(shop.port)) as line:
        assert line.post(regular).status == 201
    shop.wait_until_drained(5)
    stop = threading.Event()
    asking = threading.Thread(target=ask_again, args=(shop, regular, stop), daemon=True)
    with shop.postgres.session() as other:
        other.execute("select 1 from leads where name = %s for update", [regular["name"]])
        asking.start()
        yield
        stop.set()
        asking.join(10)


def ask_again(shop: Shop, fields: dict[str, str], stop: threading.Event) -> None:
    line = Line(shop.port)
    for number in range(1000):
        if stop.wait(0.2):
            break
        line.post({**fields, "message": f"and once more, {number}"})
    line.close()


@contextlib.contextmanager
def read_only(shop: Shop) -> Iterator[None]:
    shop.postgres.sql("alter system set default_transaction_read_only = on")
    shop.postgres.sql("select pg_reload_conf()")
    yield
    with shop.postgres.connect() as connection:
        connection.execute("set default_transaction_read_only = off")
        connection.execute("alter system reset default_transaction_read_only")
        connection.execute("select pg_reload_conf()")


@contextlib.contextmanager
def too_many_connections(shop: Shop) -> Iterator[None]:
    """Strangers take every connection that an ordinary role may have, those of the site included."""
    crowd: list[psycopg.Connection[tuple[object, ...]]] = []
    stop = threading.Event()

    def crowd_in() -> None:
        while not stop.is_set():
            try:
                url = shop.postgres.url("leadsite_owner", "127.0.0.1", shop.postgres.port)
                crowd.append(psycopg.connect(url, connect_timeout=2))
            except psycopg.Error:
                with contextlib.suppress(psycopg.Error):  # the places of superusers are taken too
                    shop.postgres.sql(
                        "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'leadsite_web'",
                        database="postgres",
                    )
                stop.wait(0.05)

    thread = threading.Thread(target=crowd_in, daemon=True)
    thread.start()
    yield
    stop.set()
    thread.join(10)
    for connection in crowd:
        connection.close()


@contextlib.contextmanager
def mid_migration(shop: Shop) -> Iterator[None]:
    shop.postgres.sql("alter table leads rename to leads_on_the_move")
    yield
    shop.postgres.sql("alter table leads_on_the_move rename to leads")


@contextlib.contextmanager
def killed(shop: Shop) -> Iterator[None]:
    shop.postgres.kill()
    yield
    shop.postgres.start()


@contextlib.contextmanager
def stopped(shop: Shop) -> Iterator[None]:
    """As an operator stops it: every session is ended, nobody is let in."""
    shop.postgres.stop()
    try:
        yield
    finally:
        shop.postgres.start()


@contextlib.contextmanager
def wrong_password(shop: Shop) -> Iterator[None]:
    shop.postgres.sql("alter role leadsite_web password 'another'", database="postgres")
    shop.postgres.disconnect_everyone()
    yield
    shop.postgres.sql("alter role leadsite_web password 'correct-horse'", database="postgres")


@contextlib.contextmanager
def database_missing(shop: Shop) -> Iterator[None]:
    def rename(before: str, after: str) -> None:
        shop.postgres.sql(f"alter database {before} with allow_connections off", database="postgres")
        shop.postgres.sql(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s",
            before,
            database="postgres",
        )
        shop.postgres.sql(f"alter database {before} rename to {after}", database="postgres")
        shop.postgres.sql(f"alter database {after} with allow_connections on", database="postgres")

    rename("leadsite", "leadsite_elsewhere")
    yield
    rename("leadsite_elsewhere", "leadsite")


HOST = "database.shop.test"


@contextlib.contextmanager
def name_unknown(shop: Shop) -> Iterator[None]:
    """The host name does not resolve: the shop lives in a mount namespace with a hosts file of ours."""
    hosts = shop.data / "hosts"
    before = hosts.read_text()
    hosts.write_text("127.0.0.1 localhost\n")
    shop.proxy.become(Mode.RESET)
    shop.proxy.become(Mode.PASS)
    yield
    hosts.write_text(before)


@contextlib.contextmanager
def name_hangs(shop: Shop) -> Iterator[None]:
    """The host name's server is asked and never answers."""
    resolver = shop.data / "resolv.conf"
    before = resolver.read_text()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.77", 53))
        resolver.write_text("nameserver 127.0.0.77\noptions timeout:5 attempts:2\n")
        with name_unknown(shop):
            yield
    resolver.write_text(before)


def own_names(data: Path) -> tuple[str, ...]:
    """A command prefix that gives the shop its own hosts and resolv.conf; both files are written before."""
    script = f'mount --bind "{data}/hosts" /etc/hosts && mount --bind "{data}/resolv.conf" /etc/resolv.conf && exec "$@"'
    return ("unshare", "--mount", "--propagation", "private", "sh", "-c", script, "sh")


@contextlib.contextmanager
def spool_full(shop: Shop) -> Iterator[None]:
    filler = shop.spool / "filler"
    # Unbuffered: closing has nothing left to write, which would fail on the full disk.
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * 65536)
    try:
        yield
    finally:
        filler.unlink()


@contextlib.contextmanager
def spool_read_only(shop: Shop) -> Iterator[None]:
    # While the last quotes of before are being written, the disk is busy.
    busy_until = time.monotonic() + 5
    while subprocess.run(
        ["mount", "-o", "remount,ro", str(shop.spool)], stderr=subprocess.DEVNULL
    ).returncode:
        assert time.monotonic() < busy_until, "the spool cannot be made read-only"
        time.sleep(0.01)
    yield
    subprocess.run(["mount", "-o", "remount,rw", str(shop.spool)], check=True)


@contextlib.contextmanager
def both_gone(shop: Shop) -> Iterator[None]:
    with spool_read_only(shop), refused(shop):
        yield


FAULTS = [
    Fault("refused", refused),
    Fault("mute", mute),
    Fault("packets dropped", packets_dropped, needs=iptables),
    Fault("frozen (SIGSTOP)", frozen),
    Fault("silent failover", silent_failover, brief=True),
    Fault("table locked", table_locked),
    Fault("one row locked", row_locked),
    Fault("read-only", read_only),
    Fault("too many connections", too_many_connections),
    Fault("mid-migration", mid_migration),
    Fault("kill -9", killed),
    Fault("wrong password", wrong_password),
    Fault("database missing", database_missing),
    Fault("host name unknown", name_unknown, needs=mounts),
    Fault("host name hangs", name_hangs, needs=mounts),
    Fault("spool full", spool_full, needs=mounts, database_works=True),
    Fault("spool read-only", spool_read_only, needs=mounts, database_works=True),
    Fault("spool and database gone", both_gone, needs=mounts, by_import=True),
]
