"""The published price lists in this process's memory, so that quotes are priced with the database gone.

A request reads memory alone. One daemon thread asks the database every two seconds whether there is a newer
version, and leaves a copy on disk for the next start.
"""

import contextlib
import logging
import os
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings

from leads.quoting import price_copies
from leads.quoting.price_fetch import fetch
from leads.quoting.price_list import PriceList

log = logging.getLogger(__name__)

REFRESH_SECONDS = 2.0
FIRST_WAIT_SECONDS = 0.3  # once a process, and only where the disk holds no copy yet

Stamp = tuple[int, datetime]
Fetch = Callable[[Stamp | None], list[PriceList] | None]


@dataclass(frozen=True)
class Shelf:
    """The versions at hand. Replaced as a whole, so that readers need no lock."""

    by_version: dict[int, PriceList] = field(default_factory=dict)
    newest: PriceList | None = None

    @classmethod
    def of(cls, price_lists: Iterable[PriceList]) -> "Shelf":
        by_version = {price_list.version: price_list for price_list in price_lists}
        return cls(by_version, by_version[max(by_version)] if by_version else None)

    @property
    def stamp(self) -> Stamp | None:
        return (self.newest.version, self.newest.published_at) if self.newest else None


class PriceBook:
    """Price lists by way of memory and disk; asking it never raises and never waits long."""

    def __init__(self, folder: Path, fetch: Fetch) -> None:
        self.folder = folder
        self.fetch = fetch
        self.shelf = Shelf()
        self.lock = threading.Lock()
        self.asked = threading.Event()  # the database has answered, or has failed to, once
        self.running_in: int | None = None
        self.started = 0.0
        self.failing = False

    def open(self) -> Shelf:
        """The versions at hand; starts the thread in a process that has none, a forked one included."""
        if self.running_in != os.getpid():
            self.start()
        if self.shelf.newest is None:
            self.asked.wait(max(0.0, self.started + FIRST_WAIT_SECONDS - time.monotonic()))
        return self.shelf

    def start(self) -> None:
        with self.lock:
            if self.running_in == os.getpid():
                return
            self.started = time.monotonic()
            if self.shelf.newest is None:
                self.shelf = Shelf.of(price_copies.read(self.folder))
            with contextlib.suppress(RuntimeError):  # no thread to be had: the next request tries again
                threading.Thread(target=self.run, name="price-book", daemon=True).start()
                self.running_in = os.getpid()

    def run(self) -> None:
        while True:
            self.refresh()
            self.asked.set()
            time.sleep(REFRESH_SECONDS)

    def refresh(self) -> None:
        """Ask the database once. Whatever is wrong with it, the last good versions stay."""
        try:
            found = self.fetch(self.shelf.stamp)
        except Exception as error:
            # The same trouble every two seconds is one line in the log.
            if not self.failing:
                log.warning("the price list is not refreshed: %s: %s", type(error).__name__, error)
            self.failing = True
            return
        self.failing = False
        if found:
            self.put(Shelf.of(found))

    def put(self, shelf: Shelf) -> None:
        """Price by these from now on, and leave a copy on disk where it can be left."""
        self.shelf = shelf
        try:
            price_copies.keep(self.folder, shelf.by_version.values())
        except OSError as error:
            log.warning("no copy of the price list on disk: %s", error)

    def copied(self, number: int) -> PriceList | None:
        """A version that this process has not heard of yet, by another's copy."""
        found = {price_list.version: price_list for price_list in price_copies.read(self.folder)}
        return found.get(number)

    def learn(self, price_list: PriceList) -> None:
        """A version that this very process has published: no need to wait for the thread."""
        self.put(Shelf.of([*self.open().by_version.values(), price_list]))


class FixedPrices(PriceBook):
    """A book that holds what it was given and asks nobody."""

    def __init__(self, *price_lists: PriceList) -> None:
        super().__init__(Path(), lambda stamp: None)
        self.shelf = Shelf.of(price_lists)

    def open(self) -> Shelf:
        return self.shelf

    def put(self, shelf: Shelf) -> None:
        self.shelf = shelf

    def copied(self, number: int) -> PriceList | None:
        return None


_book: PriceBook | None = None


def book() -> PriceBook:
    """This process's book."""
    global _book
    if _book is None:
        _book = PriceBook(Path(settings.DATA_DIR) / "price_lists", fetch)
    return _book


def current() -> PriceList | None:
    """The price list a form is rendered with; None while none was ever published or reached this machine."""
    return book().open().newest


def current_at(moment: datetime) -> PriceList | None:
    """The price list that was current then, of those of a day; the oldest of them for earlier times."""
    known = sorted(book().open().by_version.items())
    then = [price_list for _, price_list in known if price_list.published_at <= moment]
    return then[-1] if then else next((price_list for _, price_list in known), None)


def version(number: int) -> PriceList | None:
    """A published version. Those replaced more than a day ago may be forgotten: None.

    One that another process learned of a moment ago, and rendered a form with, is read from its copy on disk.
    """
    return book().open().by_version.get(number) or book().copied(number)


def in_memory(number: int) -> PriceList | None:
    """A published version, if this process knows it: for strangers, who may ask for any number."""
    return book().open().by_version.get(number)


def learn(price_list: PriceList) -> None:
    """Take a version up at once, in this process; the others find it within two seconds."""
    book().learn(price_list)


def install(*price_lists: PriceList | None) -> None:
    """Price by exactly these, without thread, database or disk: for tests and benchmarks."""
    global _book
    _book = FixedPrices(*(price_list for price_list in price_lists if price_list))


def uninstall() -> None:
    """Back to the database's own."""
    global _book
    _book = None
