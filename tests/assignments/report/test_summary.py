from collections.abc import Mapping
from datetime import date

from assignments.report.summary import Summary, Verdict, Waited, by, summary, trend
from assignments.waits import Wait

MONDAYS = [date(2026, 11, day) for day in (2, 9, 16, 23)]


def waited(
    verdict: Verdict = Verdict.MET, minutes: int | None = 10, *, person: str = "Neha", week: date = MONDAYS[0]
) -> Waited:
    return Waited(person, "Sales", week, verdict, minutes)


def test_it_counts_what_came_of_each_wait() -> None:
    one = summary(waited(verdict, None) for verdict in (*Verdict, Verdict.MET))
    assert (one.met, one.answered_late, one.missed, one.closed, one.running) == (2, 1, 1, 1, 1)


def test_only_verdicts_make_the_share_that_was_met() -> None:
    one = summary([waited(), waited(), waited(Verdict.MISSED, None), waited(Verdict.RUNNING, None)])
    assert one.percent_met == 66  # two of three, rounded down; what runs says nothing


def test_a_hundred_percent_is_all_of_them() -> None:
    assert summary([*[waited()] * 199, waited(Verdict.LATE, 90)]).percent_met == 99


def test_nothing_judged_has_no_share() -> None:
    assert summary([waited(Verdict.RUNNING, None)]).percent_met is None


def test_the_middle_and_the_slow_end_are_those_of_all_answers_late_ones_too() -> None:
    minutes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 600]
    one = summary(waited(Verdict.LATE if each > 60 else Verdict.MET, each) for each in minutes)
    assert one.wait == Wait(leads=10, median=5, p90=9)


def test_people_are_told_apart() -> None:
    found = by([waited(), waited(person="Rajesh"), waited()], lambda row: row.person)
    assert {name: one.met for name, one in found.items()} == {"Neha": 2, "Rajesh": 1}


def weeks(*percents: int) -> Mapping[date, Summary]:
    rows = [
        waited(Verdict.MET if number < percent else Verdict.MISSED, None, week=week)
        for week, percent in zip(MONDAYS, percents, strict=False)
        for number in range(100)
    ]
    return by(rows, lambda row: row.week)


def test_the_trend_compares_the_later_half_with_the_earlier() -> None:
    assert trend(weeks(50, 60, 80, 90)) == 30


def test_of_three_weeks_the_middle_one_is_in_no_half() -> None:
    assert trend(weeks(50, 0, 40)) == -10


def test_a_week_of_few_customers_weighs_as_many_as_they_are() -> None:
    # 1 of 1 and 0 of 9 are 10 % of ten, not 50 % of two weeks; 5 of 10 in the later weeks.
    counts = [(1, 1), (0, 9), (2, 4), (3, 6)]
    rows = [
        waited(Verdict.MET if number < met else Verdict.MISSED, None, week=week)
        for week, (met, of) in zip(MONDAYS, counts, strict=True)
        for number in range(of)
    ]
    assert trend(by(rows, lambda row: row.week)) == 40


def test_one_week_has_no_trend() -> None:
    assert trend(weeks(50)) is None
