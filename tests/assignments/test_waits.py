import pytest

from assignments.waits import Wait, in_words, together, wait_of


def test_nobody_waited() -> None:
    assert wait_of({}) is None


def test_the_median_and_the_slow_end_are_waits_that_somebody_had() -> None:
    assert wait_of({5: 1}) == Wait(1, 5, 5)
    assert wait_of({1: 5, 9: 4, 60: 1}) == Wait(10, 1, 9)
    assert wait_of(dict.fromkeys(range(1, 11), 1)) == Wait(10, 5, 9)


def test_counts_of_several_weeks_go_together() -> None:
    assert together([(1, 2), (3, 1), (1, 1)]) == {1: 3, 3: 1}


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 min"), (59, "59 min"), (60, "1 h"), (61, "1 h 1 min"), (1440, "1 d 0 h"), (1500, "1 d 1 h")],
)
def test_minutes_are_told_in_words(minutes: int, words: str) -> None:
    assert in_words(minutes) == words
