"""A day's working hours as people type them: "9-13, 14:00–18:00", "22:00-06:00", "24 h", "closed".

A window is (begin, end) in minutes from midnight; the end may lie in the next day.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

Window = tuple[int, int]
DAY = 1440
TIME = r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?"
STRETCH = re.compile(rf"{TIME}\s*(?:-|–|—|to)\s*{TIME}", re.IGNORECASE)
ALL_DAY = re.compile(r"24\s*h(ours)?|24/7|all day", re.IGNORECASE)
CLOSED = re.compile(r"closed|-|–|—|", re.IGNORECASE)


class Unreadable(ValueError):
    """Hours that make no sense. `code`: no_hours, no_time, empty, overlap; `part` is what was typed there."""

    def __init__(self, code: str, part: str) -> None:
        super().__init__(f"{code} {part}")
        self.code = code
        self.part = part


def read(text: str) -> tuple[Window, ...]:
    """In order. Raises Unreadable."""
    typed = text.strip()
    if CLOSED.fullmatch(typed):
        return ()
    if ALL_DAY.fullmatch(typed):
        return ((0, DAY),)
    parts = [part.strip() for part in re.split(r"[,;]", typed) if part.strip()]
    windows = sorted((stretch(part), part) for part in parts)
    for (before, _), (after, part) in pairwise(windows):
        if after[0] < before[1]:
            raise Unreadable("overlap", part)
    return tuple(window for window, _ in windows)


def stretch(part: str) -> Window:
    found = STRETCH.fullmatch(part)
    if not found:
        raise Unreadable("no_hours", part)
    begin, end = minutes(found.groups()[:3], part), minutes(found.groups()[3:], part)
    if begin == end:
        raise Unreadable("empty", part)
    if begin == DAY:
        raise Unreadable("no_time", part)
    return (begin, end) if end > begin else (begin, end + DAY)


def minutes(time: Sequence[str | None], part: str) -> int:
    hour, minute, half = int(time[0] or 0), int(time[1] or 0), (time[2] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise Unreadable("no_time", part)
        hour = hour % 12 + (12 if half == "pm" else 0)
    total = hour * 60 + minute
    if minute > 59 or total > DAY:
        raise Unreadable("no_time", part)
    return total


def written(windows: Iterable[Sequence[int]]) -> str:
    """As `read` understands it; "" for a day without hours."""
    return ", ".join("24 h" if (begin, end) == (0, DAY) else hours(begin, end) for begin, end in windows)


def hours(begin: int, end: int) -> str:
    return f"{clock(begin)}–{clock(end)}"


def clock(minute: int) -> str:
    """The time of day; a day's end is 24:00."""
    shown = minute if minute <= DAY else minute - DAY
    return f"{shown // 60:02}:{shown % 60:02}"
