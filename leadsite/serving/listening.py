"""The port: opened by the start command, so that nobody is refused while a web process is replaced."""

import errno
import os
import socket

VARIABLE = "LEADSITE_LISTENING"  # tells the web process the number of the open socket that it inherits
BACKLOG = 1024
WORKERS = 2


class PortInUse(Exception):
    """Another program has the port, or we may not have it; as one sentence."""


def listen(host: str, port: int) -> list[socket.socket]:
    """Open listening sockets, one for each worker: the kernel shares connections out between them.

    Workers that accept from one socket do not share: whoever is awake first takes a whole burst, and the
    other one idles. While a worker is replaced, its connections wait in its socket, which stays open here.
    """
    opened: list[socket.socket] = []
    try:
        # A plain socket first: those that share a port would open beside another Leadsite's without a word.
        opened_alone(host, port, shared=False).close()
        for _ in range(WORKERS):
            opened.append(opened_alone(host, port, shared=True))
            opened[-1].listen(BACKLOG)
    except OSError as error:
        for one in opened:
            one.close()
        raise PortInUse(sentence(host, port, error)) from None
    return opened


def opened_alone(host: str, port: int, *, shared: bool) -> socket.socket:
    opened = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared:
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        # Accepted connections inherit it; without it a small answer waits 40 ms for the client's delayed ACK.
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        opened.bind((host, port))
    except OSError:
        opened.close()
        raise
    return opened


def sentence(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use by another program, perhaps by Leadsite itself: stop it or set PORT."
    return f"Port {port} on {host} cannot be opened ({error.strerror}): set PORT."


def inherited() -> list[int]:
    """The numbers of the sockets that the start command opened for this process, a worker each."""
    return [int(number) for number in os.environ[VARIABLE].split(",")]
