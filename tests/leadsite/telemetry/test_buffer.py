"""Events wait in memory and are stored by a thread; a database that is away costs events, never a quote."""

import threading

import pytest
from django.db import DataError

from leadsite.telemetry import buffer as module
from leadsite.telemetry.buffer import Buffer
from leadsite.telemetry.models import AnalyticsEvent


@pytest.fixture
def buffer() -> Buffer:
    """One without its thread."""
    buffer = Buffer()
    buffer.running_in = module.os.getpid()
    return buffer


def event(name: str = "form_viewed") -> AnalyticsEvent:
    return AnalyticsEvent(name=name)


@pytest.mark.django_db
def test_what_waits_is_stored_together(buffer: Buffer, django_assert_num_queries: object) -> None:
    events = [event() for _ in range(3)]
    for one in events:
        buffer.add(one)
    with django_assert_num_queries(1):  # type: ignore[operator]
        buffer.flush()
    assert AnalyticsEvent.objects.filter(pk__in=[one.pk for one in events]).count() == 3


def test_with_the_database_away_events_wait_in_their_order(
    buffer: Buffer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(events: object) -> None:
        raise OSError("away")

    monkeypatch.setattr(module.AnalyticsEvent.objects, "bulk_create", away)
    buffer.add(event("form_viewed"))
    buffer.add(event("basket_priced"))
    with pytest.raises(OSError, match="away"):
        buffer.flush()
    assert [waiting.name for waiting in buffer.waiting] == ["form_viewed", "basket_priced"]


def test_events_that_the_database_refuses_do_not_hold_up_the_rest(
    buffer: Buffer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(events: object) -> None:
        raise DataError("no such text")

    monkeypatch.setattr(module.AnalyticsEvent.objects, "bulk_create", refused)
    buffer.add(event())
    buffer.flush()
    assert not buffer.waiting


def test_the_oldest_go_when_there_is_no_room_and_are_counted(
    buffer: Buffer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 2)
    for name in ("form_viewed", "basket_priced", "submitted"):
        buffer.add(event(name))
    assert [waiting.name for waiting in buffer.waiting] == ["basket_priced", "submitted"]
    assert buffer.dropped == 1


def test_events_that_come_back_leave_room_for_newer_ones(
    buffer: Buffer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 2)
    buffer.add(event("submitted"))
    buffer.put_back([event("form_viewed"), event("basket_priced")])
    assert [waiting.name for waiting in buffer.waiting] == ["basket_priced", "submitted"]
    assert buffer.dropped == 1


def test_a_machine_without_a_thread_to_spare_loses_no_customer(
    buffer: Buffer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_left(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    buffer.running_in = None
    monkeypatch.setattr(threading.Thread, "start", none_left)
    buffer.add(event())
    assert (len(buffer.waiting), buffer.running_in) == (1, None)


def test_outdated_events_go_beside_the_storing_and_not_every_time(
    buffer: Buffer, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [True, False]
    monkeypatch.setattr(module, "prune", lambda now: answers.pop(0))
    for _ in range(3):  # the first says that there are more of them
        buffer.prune_when_due()
    assert answers == []
