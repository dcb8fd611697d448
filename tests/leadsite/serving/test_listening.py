import contextlib
import socket
from collections.abc import Iterator

import pytest

from leadsite.serving.listening import WORKERS, PortInUse, listen
from tests.leadsite.serving.house import free_port


@contextlib.contextmanager
def opened(port: int) -> Iterator[list[socket.socket]]:
    with contextlib.ExitStack() as stack:
        sockets = listen("127.0.0.1", port)
        yield [stack.enter_context(one) for one in sockets]


def test_an_open_port_takes_connections() -> None:
    with opened(port := free_port()), socket.create_connection(("127.0.0.1", port), 1):
        pass


def test_each_worker_gets_its_share_of_the_connections() -> None:
    with opened(port := free_port()) as sockets, contextlib.ExitStack() as clients:
        for _ in range(64):
            clients.enter_context(socket.create_connection(("127.0.0.1", port), 1))
        taken = [accepted(one) for one in sockets]
    assert (len(taken), sum(taken)) == (WORKERS, 64)
    assert min(taken) > 0


def accepted(listening: socket.socket) -> int:
    """How many connections wait in this socket."""
    listening.setblocking(False)
    count = 0
    with contextlib.suppress(BlockingIOError):
        while True:
            listening.accept()[0].close()
            count += 1
    return count


def test_a_port_can_be_opened_again_at_once() -> None:
    """A connection that has just ended keeps the address busy for a minute, unless told otherwise."""
    port = free_port()
    with opened(port) as sockets, socket.create_connection(("127.0.0.1", port), 1):
        assert sum(map(accepted, sockets)) == 1
    with opened(port):
        pass


def test_two_never_share_a_port() -> None:
    with opened(port := free_port()), pytest.raises(PortInUse, match=f"Port {port} is in use"):
        listen("127.0.0.1", port)


def test_an_address_of_another_machine_is_told_in_a_sentence() -> None:
    with pytest.raises(PortInUse, match=r"Port 80 on 192\.0\.2\.1 cannot be opened \(Cannot assign"):
        listen("192.0.2.1", 80)
