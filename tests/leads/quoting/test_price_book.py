import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from leads.quoting import price_book, price_copies
from leads.quoting.price_book import PriceBook, Shelf
from leads.quoting.price_list import PriceList
from tests.leads.quoting.rows import NOW, price_list


def answering(*answers: list[PriceList] | Exception | None) -> Callable[[object], list[PriceList] | None]:
    """A database that gives these answers in turn, then nothing new."""
    left = list(answers)

    def fetch(known: object) -> list[PriceList] | None:
        answer = left.pop(0) if left else None
        if isinstance(answer, Exception):
            raise answer
        return answer

    return fetch


def test_the_newest_version_is_the_current_one(tmp_path: Path) -> None:
    book = PriceBook(tmp_path, answering([price_list(1), price_list(2)]))
    book.refresh()
    assert book.shelf.newest == price_list(2)
    assert book.shelf.by_version == {1: price_list(1), 2: price_list(2)}


def test_a_database_that_fails_leaves_the_last_good_version(tmp_path: Path) -> None:
    book = PriceBook(tmp_path, answering([price_list(1)], RuntimeError("gone")))
    book.refresh()
    book.refresh()
    assert book.shelf.newest == price_list(1)


def test_a_database_that_stays_away_is_logged_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    book = PriceBook(tmp_path, answering(RuntimeError("gone"), RuntimeError("gone"), RuntimeError("gone")))
    for _ in range(3):
        book.refresh()
    assert [record.getMessage() for record in caplog.records] == [
        "the price list is not refreshed: RuntimeError: gone"
    ]


def test_a_database_without_a_version_leaves_the_last_good_one(tmp_path: Path) -> None:
    book = PriceBook(tmp_path, answering([price_list(1)], []))
    book.refresh()
    book.refresh()
    assert book.shelf.newest == price_list(1)


def test_the_database_is_asked_for_anything_newer_than_what_is_known(tmp_path: Path) -> None:
    asked = []

    def fetch(known: object) -> list[PriceList]:
        asked.append(known)
        return [price_list(3)]

    book = PriceBook(tmp_path, fetch)
    book.refresh()
    book.refresh()
    assert asked == [None, (3, NOW)]


def test_a_new_process_prices_from_the_copy_on_disk(tmp_path: Path) -> None:
    PriceBook(tmp_path, answering()).put(Shelf.of([price_list(4)]))
    book = PriceBook(tmp_path, answering(RuntimeError("gone")))
    assert book.open().newest == price_list(4)


def test_a_copy_of_an_older_database_gives_way_to_the_database(tmp_path: Path) -> None:
    PriceBook(tmp_path, answering()).put(Shelf.of([price_list(9, unit_price="1")]))
    renewed = price_list(1, published_at=NOW + timedelta(days=1))
    book = PriceBook(tmp_path, answering([renewed]))
    book.refresh()
    assert book.shelf.newest == renewed
    assert price_copies.read(tmp_path) == [renewed]


def test_the_first_request_of_a_new_installation_waits_for_the_first_answer(tmp_path: Path) -> None:
    def slow(known: object) -> list[PriceList]:
        time.sleep(0.05)
        return [price_list(1)]

    assert PriceBook(tmp_path, slow).open().newest == price_list(1)


def test_without_copy_and_database_nobody_waits_long(tmp_path: Path) -> None:
    never = threading.Event()
    book = PriceBook(tmp_path, lambda known: never.wait(5) and None)
    start = time.monotonic()
    answers = [book.open().newest for _ in range(20)]
    took = time.monotonic() - start
    never.set()
    assert answers == [None] * 20
    assert took < price_book.FIRST_WAIT_SECONDS + 0.2


def test_a_disk_that_refuses_the_copy_does_not_matter(tmp_path: Path) -> None:
    folder = tmp_path / "file"
    folder.write_text("in the way")
    book = PriceBook(folder, answering([price_list(1)]))
    book.refresh()
    assert book.shelf.newest == price_list(1)


def test_what_this_process_publishes_is_current_at_once(tmp_path: Path) -> None:
    book = PriceBook(tmp_path, answering([price_list(1)]))
    book.open()
    book.learn(price_list(2))
    assert book.shelf.by_version == {1: price_list(1), 2: price_list(2)}
    assert book.shelf.newest == price_list(2)


def test_installed_price_lists_are_the_only_ones() -> None:
    price_book.install(price_list(1), price_list(2))
    assert price_book.current() == price_list(2)
    assert price_book.version(1) == price_list(1)
    assert price_book.version(3) is None


def test_nothing_installed_is_no_price_list() -> None:
    price_book.install(None)
    assert price_book.current() is None


def test_a_version_that_another_process_learned_of_is_read_from_its_copy(tmp_path: Path) -> None:
    price_copies.keep(tmp_path, [price_list(1), price_list(2)])
    book = PriceBook(tmp_path, answering())
    assert (book.copied(2), book.copied(3)) == (price_list(2), None)


def test_a_machine_without_a_thread_to_spare_prices_from_the_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_left(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    price_copies.keep(tmp_path, [price_list(3)])
    book = PriceBook(tmp_path, answering())
    monkeypatch.setattr(threading.Thread, "start", none_left)
    assert (book.open().newest, book.running_in) == (price_list(3), None)
