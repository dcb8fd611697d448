"""leads.intake.group: one thread for many, and nobody hangs with it."""

import threading
from collections.abc import Sequence

import pytest

from leads.intake.group import GroupWorker, Stuck


def worker(work: object, limit: int = 10, stuck_after: float = 0.05) -> GroupWorker[int, int]:
    return GroupWorker("test", work, limit=limit, stuck_after=stuck_after)  # type: ignore[arg-type]


class Gate:
    """Work that waits until the test opens the gate, and remembers its groups."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.entered = threading.Event()
        self.opened = threading.Event()

    def __call__(self, items: Sequence[int]) -> list[int]:
        self.groups.append(list(items))
        self.entered.set()
        self.opened.wait(5)
        return [item * 2 for item in items]


def test_each_item_gets_its_own_result() -> None:
    def work(items: Sequence[int]) -> list[int | Exception]:
        return [ValueError("odd") if item % 2 else item * 10 for item in items]

    group = worker(work)
    answers = [group.ask(number) for number in (2, 3)]
    assert answers[0].result(5) == 20
    with pytest.raises(ValueError, match="odd"):
        answers[1].result(5)


def test_what_waits_is_done_together_up_to_the_limit() -> None:
    gate = Gate()
    group = worker(gate, limit=3, stuck_after=5)
    answers = [group.ask(0)]
    gate.entered.wait(5)
    answers += [group.ask(number) for number in range(1, 6)]
    gate.opened.set()
    assert [answer.result(5) for answer in answers] == [0, 2, 4, 6, 8, 10]
    assert gate.groups == [[0], [1, 2, 3], [4, 5]]


def test_nobody_queues_behind_a_hang() -> None:
    gate = Gate()
    group = worker(gate)
    hanging = group.ask(1)
    with pytest.raises(TimeoutError):
        hanging.result(0.1)
    with pytest.raises(Stuck):
        group.ask(2)
    gate.opened.set()
    assert hanging.result(5) == 2
    assert group.ask(3).result(5) == 6


def test_what_nobody_waits_for_any_more_is_not_done() -> None:
    gate = Gate()
    group = worker(gate, stuck_after=5)
    group.ask(0)
    gate.entered.wait(5)
    assert group.ask(1).cancel()
    last = group.ask(2)
    gate.opened.set()
    last.result(5)
    assert gate.groups == [[0], [2]]


def test_the_thread_outlives_an_error_of_its_work() -> None:
    group = worker(lambda items: [1 // item for item in items])
    with pytest.raises(ZeroDivisionError):
        group.ask(0).result(5)
    assert group.ask(1).result(5) == 1
