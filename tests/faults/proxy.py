"""A TCP proxy between the site and PostgreSQL that can misbehave in the ways a network does."""

import contextlib
import select
import socket
import threading
from enum import Enum


class Mode(Enum):
    PASS = "pass"
    REFUSE = "refuse"  # nobody listens
    MUTE = "mute"  # accepts and never says a word; established connections go silent too
    RESET = "reset"  # every connection is cut
    STALE = (
        "stale"  # established connections are silent for ever, new ones work: a failover that tells nobody
    )


class Proxy:
    """Listens on a port of its own and forwards to `target`; `become` changes its manners at once."""

    def __init__(self, target: tuple[str, int]) -> None:
        self.target = target
        self.mode = Mode.PASS
        self.pairs: set[tuple[socket.socket, socket.socket]] = set()
        self.stale: set[tuple[socket.socket, socket.socket]] = set()
        self.silent: list[socket.socket] = []
        self.lock = threading.Lock()
        self.listener: socket.socket | None = None
        self.port = 0
        self.listen()

    def listen(self) -> None:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        listener.listen(128)
        self.port = listener.getsockname()[1]
        self.listener = listener
        threading.Thread(target=self.accept, args=(listener,), daemon=True).start()

    def accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with self.lock:
                mode = self.mode
                if mode in (Mode.MUTE, Mode.RESET):
                    self.silent.append(client)
            if mode is Mode.REFUSE:  # accepted just before nobody listened any more
                client.close()
            elif mode in (Mode.PASS, Mode.STALE):
                threading.Thread(target=self.forward, args=(client,), daemon=True).start()

    def forward(self, client: socket.socket) -> None:
        try:
            server = socket.create_connection(self.target, timeout=5)
        except OSError:
            client.close()
            return
        pair = (client, server)
        for end in pair:  # the proxy adds no delay of its own
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self.lock:
            self.pairs.add(pair)
        with contextlib.suppress(OSError, ValueError):
            self.pump(pair)
        with self.lock:
            self.pairs.discard(pair)
            self.stale.discard(pair)
        for end in pair:
            end.close()

    def pump(self, pair: tuple[socket.socket, socket.socket]) -> None:
        client, server = pair
        while True:
            readable, _, _ = select.select(pair, [], [], 0.2)
            if self.mode is Mode.MUTE or pair in self.stale:
                threading.Event().wait(0.05)
                continue
            for source in readable:
                data = source.recv(65536)
                if not data:
                    return
                (server if source is client else client).sendall(data)

    def become(self, mode: Mode) -> None:
        previous, self.mode = self.mode, mode
        if mode is Mode.STALE:
            with self.lock:
                self.stale |= self.pairs
            for _, server in self.stale:
                with contextlib.suppress(OSError):
                    server.shutdown(socket.SHUT_RDWR)  # the old server is gone; nobody tells the client
        if mode in (Mode.REFUSE, Mode.RESET):
            self.hang_up(all_pairs=True)
        if mode is Mode.REFUSE and self.listener is not None:
            # shutdown wakes the thread that waits in accept(); close alone would keep the port open
            self.listener.shutdown(socket.SHUT_RDWR)
            self.listener.close()
            self.listener = None
        if mode is not Mode.REFUSE and previous is Mode.REFUSE:
            self.listen()
        if mode is Mode.PASS:
            self.hang_up(all_pairs=False)

    def hang_up(self, *, all_pairs: bool) -> None:
        """Close what was accepted and never answered, and with `all_pairs` everything else too."""
        with self.lock:
            silent, self.silent = self.silent, []
            pairs = list(self.pairs) if all_pairs else []
        for end in [*silent, *(end for pair in pairs for end in pair)]:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def close(self) -> None:
        self.become(Mode.REFUSE)
