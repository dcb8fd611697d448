from datetime import date

import pytest

from assignments.calendars import public_holidays
from assignments.calendars.public_holidays import NoSuchPlace


def test_countries_are_named_in_the_readers_language_and_stand_in_order() -> None:
    english = public_holidays.countries()
    assert dict(english)["IN"] == "India"
    assert [name for _, name in english] == sorted(name for _, name in english)
    assert dict(public_holidays.countries("es"))["DE"] == "Alemania"


def test_parts_of_a_country_are_called_by_their_names() -> None:
    assert dict(public_holidays.regions("IN"))["MH"] == "Maharashtra"
    assert dict(public_holidays.regions("FR"))["971"] == "Guadeloupe"
    assert public_holidays.regions("LK") == ()


@pytest.mark.parametrize(
    ("country", "region", "is_known"),
    [
        ("", "", True),
        ("IN", "", True),
        ("IN", "MH", True),
        ("IN", "XX", False),
        ("XX", "", False),
        ("", "MH", False),
    ],
)
def test_a_place_is_known_or_not(country: str, region: str, is_known: bool) -> None:
    assert public_holidays.known(country, region) is is_known


def test_a_state_has_its_own_holidays_beside_the_countrys() -> None:
    days = dict(public_holidays.written_out("IN", "MH", range(2026, 2028)))
    assert days[date(2026, 1, 26)] == "Republic Day"
    assert days[date(2027, 5, 1)] == "Maharashtra Day"
    assert date(2027, 5, 1) not in dict(public_holidays.written_out("IN", "", range(2026, 2028)))


def test_no_country_has_no_holidays() -> None:
    assert public_holidays.written_out("", "", range(2026, 2027)) == ()


def test_years_that_nobody_knows_yet_are_left_out() -> None:
    """The package knows Sri Lanka's until 2026, and India's movable ones until 2035."""
    assert {day.year for day, _ in public_holidays.written_out("LK", "", range(2025, 2037))} == {2025, 2026}
    assert dict(public_holidays.written_out("IN", "", range(2036, 2037)))[date(2036, 1, 26)] == "Republic Day"


@pytest.mark.parametrize(("country", "region"), [("XX", ""), ("IN", "XX"), ("holidays", "")])
def test_a_place_that_there_is_not_is_refused(country: str, region: str) -> None:
    with pytest.raises(NoSuchPlace):
        public_holidays.written_out(country, region, range(2026, 2027))


def test_every_country_and_region_can_be_written_out() -> None:
    places = [(country, "") for country, _ in public_holidays.countries()]
    places += [(country, region) for country, _ in places for region, _ in public_holidays.regions(country)]
    longest = max(len(region) for _, region in places)
    for country, region in places:
        public_holidays.written_out(country, region, range(2026, 2027))
    assert longest <= 40
