import socket

import pytest

from leadsite.serving.listening import PortInUse, listen
from tests.leadsite.serving.house import free_port


def test_an_open_port_takes_connections() -> None:
    with listen("127.0.0.1", port := free_port()), socket.create_connection(("127.0.0.1", port), 1):
        pass


def test_a_port_can_be_opened_again_at_once() -> None:
    """A connection that has just ended keeps the address busy for a minute, unless told otherwise."""
    port = free_port()
    with listen("127.0.0.1", port) as first, socket.create_connection(("127.0.0.1", port), 1):
        first.accept()[0].close()
    listen("127.0.0.1", port).close()


def test_two_never_share_a_port() -> None:
    with listen("127.0.0.1", port := free_port()), pytest.raises(PortInUse, match=f"Port {port} is in use"):
        listen("127.0.0.1", port)


def test_an_address_of_another_machine_is_told_in_a_sentence() -> None:
    with pytest.raises(PortInUse, match=r"Port 80 on 192\.0\.2\.1 cannot be opened \(Cannot assign"):
        listen("192.0.2.1", 80)
