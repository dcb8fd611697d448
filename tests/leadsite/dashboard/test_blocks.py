from datetime import UTC, datetime, timedelta

import pytest

from leadsite.dashboard.blocks import due, since

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "words", "late"),
    [
        (59, "due now", False),
        (0, "due now", False),
        (-59, "due now", True),
        (60, "due in 1 min", False),
        (-60, "late by 1 min", True),
        (3 * 3600 + 59, "due in 3 h", False),
        (-26 * 3600, "late by 1 d 2 h", True),
    ],
)
def test_a_deadline_within_a_minute_is_now_and_others_say_how_far(
    seconds: int, words: str, late: bool
) -> None:
    due_then = due(NOW + timedelta(seconds=seconds), NOW)
    assert (due_then.text, due_then.late) == (words, late)


def test_nobody_has_waited_less_than_no_time() -> None:
    assert since(NOW + timedelta(minutes=5), NOW) == "0 min"
