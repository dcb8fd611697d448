import pytest
from hypothesis import given
from hypothesis import strategies as st

from assignments.calendars import hours_text
from assignments.calendars.hours_text import Unreadable, Window


@pytest.mark.parametrize(
    ("typed", "windows", "shown"),
    [
        ("09:00-13:00, 14:00–18:00", ((540, 780), (840, 1080)), "09:00–13:00, 14:00–18:00"),
        ("14-18; 9-13", ((540, 780), (840, 1080)), "09:00–13:00, 14:00–18:00"),
        ("9-18", ((540, 1080),), "09:00–18:00"),
        ("9.30 – 18", ((570, 1080),), "09:30–18:00"),
        ("9:00 to 17:00", ((540, 1020),), "09:00–17:00"),
        ("9 am - 6:30 PM", ((540, 1110),), "09:00–18:30"),
        ("12am-12pm", ((0, 720),), "00:00–12:00"),
        ("22:00-06:00", ((1320, 1800),), "22:00–06:00"),
        ("18-24", ((1080, 1440),), "18:00–24:00"),
        ("18-0", ((1080, 1440),), "18:00–24:00"),
        ("0-24", ((0, 1440),), "24 h"),
        ("24 h", ((0, 1440),), "24 h"),
        ("24h", ((0, 1440),), "24 h"),
        ("closed", (), ""),
        (" – ", (), ""),
        ("", (), ""),
    ],
)
def test_hours_are_read_as_people_type_them(typed: str, windows: tuple[Window, ...], shown: str) -> None:
    assert hours_text.read(typed) == windows
    assert hours_text.written(windows) == shown
    assert hours_text.read(shown) == windows


@pytest.mark.parametrize(
    ("typed", "code", "part"),
    [
        ("in the morning", "no_hours", "in the morning"),
        ("9-13, later", "no_hours", "later"),
        ("9-25", "no_time", "9-25"),
        ("9:60-10", "no_time", "9:60-10"),
        ("13 pm-14 pm", "no_time", "13 pm-14 pm"),
        ("24-6", "no_time", "24-6"),
        ("9-9", "empty", "9-9"),
        ("9-13, 12-18", "overlap", "12-18"),
    ],
)
def test_what_makes_no_sense_is_named(typed: str, code: str, part: str) -> None:
    with pytest.raises(Unreadable) as refused:
        hours_text.read(typed)
    assert (refused.value.code, refused.value.part) == (code, part)


@given(
    st.lists(st.integers(0, 1440), min_size=2, max_size=8, unique=True).filter(
        lambda found: len(found) % 2 == 0
    )
)
def test_whatever_is_shown_reads_as_it_was(edges: list[int]) -> None:
    """Any stretches of a day, the last of them into the next morning too."""
    ordered = sorted(edges)
    windows = tuple(zip(ordered[::2], ordered[1::2], strict=True))
    assert hours_text.read(hours_text.written(windows)) == windows
    begin = windows[-1][0]
    night = (*windows[:-1], (begin, windows[0][0] + 1440)) if 0 < windows[0][0] < begin else windows
    assert hours_text.read(hours_text.written(night)) == night


@given(st.text(max_size=60))
def test_no_text_is_an_error_of_ours(typed: str) -> None:
    try:
        windows = hours_text.read(typed)
    except Unreadable:
        return
    assert hours_text.read(hours_text.written(windows)) == windows
