"""The port: opened by the start command, so that nobody is refused while a web process is replaced."""

import errno
import os
import socket

VARIABLE = "LEADSITE_LISTENING"  # tells the web process the number of the open socket that it inherits
BACKLOG = 1024


class PortInUse(Exception):
    """Another program has the port, or we may not have it; as one sentence."""


def listen(host: str, port: int) -> socket.socket:
    """An open listening socket."""
    opened = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Accepted connections inherit it; without it a small answer waits 40 ms for the client's delayed ACK.
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        opened.bind((host, port))
        opened.listen(BACKLOG)
    except OSError as error:
        opened.close()
        raise PortInUse(sentence(host, port, error)) from None
    return opened


def sentence(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use by another program, perhaps by Leadsite itself: stop it or set PORT."
    return f"Port {port} on {host} cannot be opened ({error.strerror}): set PORT."


def inherited() -> int:
    """The number of the socket that the start command opened for this process."""
    return int(os.environ[VARIABLE])
