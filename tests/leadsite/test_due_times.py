from datetime import UTC, datetime, timedelta

import pytest

from leadsite.due_times import Due, ago, due, span

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "text", "tone"),
    [
        (25, "due in 25 min", "due"),
        (30, "due in 30 min", "due"),
        (31, "due in 31 min", ""),
        (0, "due now", "due"),
        (-0.5, "due now", "late"),
        (-1, "late by 1 min", "late"),
        (-130, "late by 2 h", "late"),
        (-60 * 24 * 3, "late by 3 days", "late"),
    ],
)
def test_a_deadline_reads_as_people_say_it(minutes: float, text: str, tone: str) -> None:
    at = NOW + timedelta(minutes=minutes)
    assert due(at, NOW) == Due(at, text, tone)


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (timedelta(seconds=59), "0 min"),
        (timedelta(minutes=119), "119 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(hours=47, minutes=59), "47 h"),
        (timedelta(days=2), "2 days"),
    ],
)
def test_a_span_is_told_in_its_largest_unit(length: timedelta, text: str) -> None:
    assert span(length) == text


def test_what_just_happened_happened_just_now() -> None:
    assert (ago(NOW, NOW), ago(NOW - timedelta(minutes=5), NOW)) == ("just now", "5 min ago")
