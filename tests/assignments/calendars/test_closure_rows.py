from datetime import date, datetime

import pytest

from assignments.calendars.closure_rows import Row, rows
from assignments.calendars.drafts import Closure


def at(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 12, day, hour)  # noqa: DTZ001  # the shop's clock


def day(number: int) -> date:
    return date(2026, 12, number)


AFTERNOON = ((780, 1080),)


@pytest.mark.parametrize(
    ("row", "closures"),
    [
        (Row(day(24), day(24)), [Closure(at(24), at(25), "")]),
        (Row(day(24), day(27), (), "Holidays"), [Closure(at(24), at(28), "Holidays")]),
        (Row(day(24), day(24), AFTERNOON, "Half day"), [Closure(at(24, 13), at(24, 18), "Half day")]),
        (Row(day(24), day(24), ((1320, 1800),)), [Closure(at(24, 22), at(25, 6), "")]),
        (Row(day(24), day(25), AFTERNOON), [Closure(at(24, 13), at(24, 18), ""), Closure(at(25, 13), at(25, 18), "")]),
    ],
)  # fmt: skip
def test_a_row_says_the_same_as_its_closures(row: Row, closures: list[Closure]) -> None:
    assert list(row.closures()) == closures
    assert rows(closures) == [row]


def test_the_whole_day_may_be_written_as_hours() -> None:
    assert list(Row(day(24), day(24), ((0, 1440),)).closures()) == [Closure(at(24), at(25), "")]


def test_from_one_hour_to_another_of_a_later_day_is_three_rows() -> None:
    """Other programs may publish what the form has no single row for."""
    assert rows([Closure(at(24, 18), at(27, 9), "Move")]) == [
        Row(day(24), day(24), ((1080, 1440),), "Move"),
        Row(day(25), day(26), (), "Move"),
        Row(day(27), day(27), ((0, 540),), "Move"),
    ]


def test_what_the_form_shows_of_a_row() -> None:
    assert Row(day(24), day(26), AFTERNOON, "Short days").initial() == {
        "first": day(24),
        "last": day(26),
        "hours": "13:00–18:00",
        "name": "Short days",
    }
    assert Row(day(24), day(24)).initial()["last"] is None
