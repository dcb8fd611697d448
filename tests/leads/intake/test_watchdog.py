"""leads.intake.watchdog: a thread that hangs on a socket gets an error when its time is up."""

import os
import socket
import threading
import time
from collections.abc import Iterator

import psycopg
import pytest

from leads.intake import watchdog
from tests.faults.postgres import Postgres


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    ours.settimeout(3)  # without a watchdog a test fails then, and does not hang
    with ours, theirs:
        yield ours, theirs


def test_a_read_that_hangs_ends_at_the_deadline(pair: tuple[socket.socket, socket.socket]) -> None:
    with watchdog.guard(pair[0].fileno, 0.1) as guard:
        assert pair[0].recv(1) == b""
    assert guard.expired


def test_a_read_in_time_is_left_alone(pair: tuple[socket.socket, socket.socket]) -> None:
    pair[1].send(b"x")
    with watchdog.guard(pair[0].fileno, 0.05) as guard:
        assert pair[0].recv(1) == b"x"
    time.sleep(0.1)
    pair[1].send(b"y")
    assert (pair[0].recv(1), guard.expired) == (b"y", False)


def test_an_early_deadline_is_kept_beside_a_late_one(pair: tuple[socket.socket, socket.socket]) -> None:
    with watchdog.guard(lambda: None, 30), watchdog.guard(pair[0].fileno, 0.05):
        assert pair[0].recv(1) == b""


def test_a_descriptor_that_was_closed_meanwhile_hurts_nobody() -> None:
    found = iter([os.open("/dev/null", os.O_RDONLY), None])
    with watchdog.guard(lambda: next(found), 0.02) as guard:
        time.sleep(0.1)
    assert guard.expired
    with watchdog.guard(lambda: 10**6, 0.02):
        time.sleep(0.05)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_forked_process_has_a_watchdog_of_its_own(pair: tuple[socket.socket, socket.socket]) -> None:
    with watchdog.guard(lambda: None, 0.01):
        pass
    child = os.fork()
    if child == 0:
        with watchdog.guard(pair[0].fileno, 0.1):
            os._exit(7 if pair[0].recv(1) == b"" else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


def test_a_statement_on_a_frozen_server_ends_at_the_deadline(server: Postgres) -> None:
    with psycopg.connect(server.url("leadsite_web", "127.0.0.1", server.port), autocommit=True) as connection:
        connection.execute("select 1")
        server.freeze()
        thaw = threading.Timer(5, server.thaw)  # no setting of the connection ends this wait before
        thaw.start()
        with pytest.raises(psycopg.OperationalError), watchdog.deadline(connection, 0.3):
            connection.execute("select 1")
        thaw.cancel()
