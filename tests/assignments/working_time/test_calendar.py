"""A calendar as JSON: what it says stays what it says, and what says nothing sensible is refused in a sentence."""

import json
from copy import deepcopy
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given

from assignments.working_time import Closure, Holiday, Span, UnsoundCalendar, WorkingCalendar
from tests.assignments.working_time.calendars import calendars, often
from tests.assignments.working_time.shop import shop

STORED: dict[str, Any] = {
    "zone": "Asia/Kolkata",
    "week": [[[540, 780], [840, 1080]], [], [], [], [], [], [[1320, 1800]]],
    "closures": [["2026-12-24T13:00", "2026-12-24T18:00", "Half day"]],
    "holidays": [["2026-01-26", "Republic Day"]],
}


@often
@given(calendars())
def test_it_comes_back_from_its_json_and_means_the_same(asked: tuple[WorkingCalendar, datetime]) -> None:
    calendar, _ = asked
    again = WorkingCalendar.from_json(json.loads(json.dumps(calendar.as_json())))
    assert again.as_json() == calendar.as_json()
    assert again.fingerprint == calendar.fingerprint


def test_its_json_is_the_one_it_was_read_from() -> None:
    assert WorkingCalendar.from_json(STORED).as_json() == STORED


def test_the_order_in_which_it_was_typed_does_not_matter() -> None:
    one, two = Holiday(date(2026, 1, 26), "Republic Day"), Holiday(date(2026, 8, 15), "Independence Day")
    assert shop(holidays=(one, two)).fingerprint == shop(holidays=(two, one)).fingerprint
    lunch = (Span(540, 780), Span(840, 1080))
    assert shop(week=(lunch,) * 7).fingerprint == shop(week=(lunch[::-1],) * 7).fingerprint


@pytest.mark.parametrize(
    "changed",
    [
        {"zone": "Asia/Colombo"},  # the same time, another place: its law may change
        {"week": ((Span(540, 1081),),) * 5 + ((), ())},
        {"closures": (Closure(datetime(2026, 12, 24, 13), datetime(2026, 12, 24, 18), "Half day"),)},  # noqa: DTZ001
        {"holidays": (Holiday(date(2026, 1, 26), "Republic Day"),)},
    ],
)
def test_whatever_is_different_has_another_fingerprint(changed: dict[str, Any]) -> None:
    assert shop(**changed).fingerprint != shop().fingerprint


@pytest.mark.parametrize(
    ("part", "value", "sentence"),
    [
        ("zone", "Asia/Nowhere", "There is no time zone 'Asia/Nowhere'."),
        ("zone", "", "There is no time zone ''."),
        ("zone", "Asia", "There is no time zone 'Asia'."),
        ("zone", "../etc/passwd", "There is no time zone '../etc/passwd'."),
        ("zone", "localtime", "There is no time zone 'localtime'."),
        ("zone", "\ud800", "There is no time zone '\\ud800'."),
        ("zone", "UTC\0", "There is no time zone 'UTC\\x00'."),
        ("zone", 5, "The zone of a calendar cannot be read: 5 is not text."),
        ("week", [[]] * 6, "A week has seven days, not 6."),
        ("week", [[[540, 540]], *[[]] * 6], "No day has hours from minute 540 to 540."),
        ("week", [[[1440, 1500]], *[[]] * 6], "No day has hours from minute 1440 to 1500."),
        ("week", [[[-1, 60]], *[[]] * 6], "No day has hours from minute -1 to 60."),
        ("week", [[[540, 2881]], *[[]] * 6], "No day has hours from minute 540 to 2881."),
        ("week", [[[540, "1080"]], *[[]] * 6], "The week of a calendar cannot be read: '1080' is not a number of minutes."),
        ("week", [[[9.5, 18]], *[[]] * 6], "The week of a calendar cannot be read: 9.5 is not a number of minutes."),
        ("week", [[[False, True]], *[[]] * 6], "The week of a calendar cannot be read: False is not a number of minutes."),
        ("closures", [["2026-12-24T18:00", "2026-12-24T13:00", "Half day"]], "The closure 'Half day' ends before it begins."),
        ("closures", [["2026-12-24T13:00Z", "2026-12-24T18:00Z", "Half day"]], "The closure 'Half day' is by the wall clock and has no time zone."),
        ("closures", [["2026-12-24T13:00:30", "2026-12-24T18:00", "Half day"]], "The closure 'Half day' begins and ends on a whole minute."),
        ("closures", [["2026-12-24T13:00", "2026-12-24T18:00", None]], "The closures of a calendar cannot be read: None is not text."),
        ("holidays", [["2026-02-30", "Never"]], "The holidays of a calendar cannot be read: day is out of range for month."),
        ("holidays", [["2026-02-28", "A\0"]], "The name 'A\\x00' has characters that cannot be stored."),
        ("holidays", [["2026-02-28", "\ud800"]], "The name '\\ud800' has characters that cannot be stored."),
    ],
)  # fmt: skip
def test_what_says_nothing_sensible_is_refused(part: str, value: object, sentence: str) -> None:
    stored = {**deepcopy(STORED), part: value}
    with pytest.raises(UnsoundCalendar) as refused:
        WorkingCalendar.from_json(stored)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("part", STORED)
def test_a_part_that_is_missing_is_named(part: str) -> None:
    stored = {name: value for name, value in STORED.items() if name != part}
    with pytest.raises(UnsoundCalendar, match=f"The {part} of a calendar is missing."):
        WorkingCalendar.from_json(stored)


@pytest.mark.parametrize(
    "stored", [None, [], "text", 7, {"zone": "UTC", "week": 7}, {"zone": "UTC", "week": [7]}]
)
def test_any_json_is_read_or_refused(stored: Any) -> None:
    with pytest.raises(UnsoundCalendar):
        WorkingCalendar.from_json(stored)
