from dataclasses import replace
from datetime import datetime

import pytest

from assignments.calendars import differences
from assignments.calendars.drafts import Closure, Hours

NINE_TO_SIX, TEN_TO_SEVEN = ((540, 1080),), ((600, 1140),)
SHOP = Hours("Asia/Kolkata", (*[NINE_TO_SIX] * 6, ()), country="IN", region="MH")


def at(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 12, day, hour)  # noqa: DTZ001  # the shop's clock


def told(after: Hours, before: Hours = SHOP) -> list[str]:
    years = range(2026, 2028)
    return differences.differences(before, after, before.draft(years).spec, after.draft(years).spec)


def test_what_is_the_same_is_not_told() -> None:
    assert told(SHOP) == []


def test_days_that_change_alike_are_told_of_together() -> None:
    week = (*[TEN_TO_SEVEN] * 3, NINE_TO_SIX, TEN_TO_SEVEN, (), NINE_TO_SIX)
    assert told(replace(SHOP, week=week)) == [
        "Monday to Wednesday, Friday: 09:00–18:00 → 10:00–19:00",
        "Saturday: 09:00–18:00 → closed",
        "Sunday: closed → 09:00–18:00",
    ]


@pytest.mark.parametrize(
    ("closure", "words"),
    [
        (Closure(at(24, 13), at(24, 18), "Half day"), "24 Dec 2026, 13:00–18:00 · Half day"),
        (Closure(at(24), at(25), "Stocktaking"), "24 Dec 2026 · Stocktaking"),
        (Closure(at(24), at(28), ""), "24 Dec 2026 – 27 Dec 2026"),
        (Closure(at(24, 18), at(25), "Party"), "24 Dec 2026, 18:00–24:00 · Party"),
        (Closure(at(24, 18), at(27, 9), "Move"), "24 Dec 2026, 18:00 – 27 Dec 2026, 09:00 · Move"),
    ],
)
def test_closures_come_and_go(closure: Closure, words: str) -> None:
    closed = replace(SHOP, closures=(closure,))
    assert told(closed) == [f"Closed: {words}"]
    assert told(SHOP, closed) == [f"No longer closed: {words}"]


def test_work_on_a_holiday_is_told_with_the_days_that_are_no_holidays_any_more() -> None:
    working = replace(SHOP, open_on=("Good Friday",))
    assert told(working) == [
        "Work on public holidays: Good Friday",
        "Gone: 3 Apr 2026 Good Friday, 26 Mar 2027 Good Friday",
    ]
    assert told(SHOP, working)[0] == "No more work on public holidays: Good Friday"


def test_of_another_country_the_number_of_its_holidays_is_told() -> None:
    abroad = replace(SHOP, zone="Europe/Berlin", country="DE", region="")
    zone, place, new, gone = told(abroad)
    assert zone == "Time zone: Asia/Kolkata → Europe/Berlin"
    assert place == "Public holidays: India, Maharashtra → Germany"
    assert new.endswith("holidays of 2026–2027")
    assert new.startswith("New: ")
    assert gone.startswith("Gone: ")


def test_the_first_version_is_told_as_a_whole() -> None:
    assert differences.first(SHOP) == [
        "Time zone Asia/Kolkata",
        "Monday to Saturday: closed → 09:00–18:00",
        "Public holidays: none → India, Maharashtra",
    ]
