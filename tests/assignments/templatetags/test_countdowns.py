from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from assignments.countdown import EVERY_HOUR, Countdown, countdown, paused
from assignments.templatetags import countdowns

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def shop_time() -> Iterator[None]:
    with timezone.override("Asia/Kolkata"):
        yield


def test_nobody_waits_and_nothing_is_shown() -> None:
    assert countdowns.countdown(None) == ""


def test_a_paused_clock_has_no_time_to_count() -> None:
    assert countdowns.countdown(paused()) == '<span class="badge">paused</span>'


def test_the_time_left_carries_what_the_page_counts_on_with() -> None:
    due = countdown(NOON.replace(hour=14), NOON, EVERY_HOUR)
    assert countdowns.countdown(due) == (
        '<time class="badge" datetime="2026-03-02T19:30:00+05:30" title="Mon 2 Mar 2026, 19:30"'
        ' data-countdown="7200" data-until="7200" data-soon="1800" data-known="259200" data-hours="0 259200"'
        ' data-when="due Mon 19:30">2 h left</time>'
    )


def test_what_is_late_looks_late() -> None:
    late = countdown(NOON, NOON.replace(hour=13), EVERY_HOUR)
    assert countdowns.countdown(late).startswith('<time class="badge badge-late"')


def test_words_are_text_and_never_markup() -> None:
    due = Countdown(NOON, "<b>soon</b>", when="<i>")
    assert 'data-when="&lt;i&gt;">&lt;b&gt;soon&lt;/b&gt;<' in countdowns.countdown(due)
