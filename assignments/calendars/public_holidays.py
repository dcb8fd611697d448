"""Public holidays by country and part of the country, as the holidays package knows them.

They are written out into each version of a calendar: another edition of the package changes none of them.
"""

import warnings
from collections.abc import Iterable
from datetime import date
from functools import cache

import holidays
from babel import Locale

LANGUAGES = ("en_IN", "en_GB", "en_US")  # as staff read: the first that the package has for a country
YEARS_BEHIND, YEARS_AHEAD = 1, 10
ESTIMATED = " (estimated)"


class NoSuchPlace(ValueError):
    """A country or a part of it that the package does not know."""


@cache
def countries(language: str = "en") -> tuple[tuple[str, str], ...]:
    """Codes and names of all countries with holidays, by name."""
    names = Locale.parse(language, sep="-").territories
    known = holidays.list_supported_countries(include_aliases=False)
    return tuple(sorted(((code, names.get(code, code)) for code in known), key=lambda pair: pair[1]))


@cache
def regions(country: str) -> tuple[tuple[str, str], ...]:
    """Codes and names of the parts of a country that have holidays of their own, by name."""
    place = of(country)
    called: dict[str, list[str]] = {code: [code] for code in place.subdivisions}
    for name, code in getattr(place, "subdivisions_aliases", {}).items():
        called[code].append(name)  # some are other codes: the longest is the name
    names = [(code, max(found, key=len)) for code, found in called.items()]
    return tuple(sorted(names, key=lambda pair: pair[1]))


def known(country: str, region: str = "") -> bool:
    """Whether there is such a country, with such a part if one is named; no country at all is fine."""
    if not country:
        return not region
    return country in dict(countries()) and (not region or region in dict(regions(country)))


def years(today: date) -> range:
    """Those that a version published today covers."""
    return range(today.year - YEARS_BEHIND, today.year + YEARS_AHEAD + 1)


def written_out(country: str, region: str, covered: Iterable[int]) -> tuple[tuple[date, str], ...]:
    """Days and names in order; none without a country. Raises NoSuchPlace."""
    if not country:
        return ()
    if not known(country, region):
        raise NoSuchPlace(f"{country} {region}".strip())
    place = of(country)
    wanted = [year for year in covered if place.start_year <= year <= place.end_year]
    language = next((name for name in LANGUAGES if name in place.supported_languages), None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that of some far year only the fixed ones are known
        found = holidays.country_holidays(country, subdiv=region or None, years=wanted, language=language)
    # The observed day of a holiday may fall into a year that was not asked for.
    return tuple(sorted((day, name) for day, name in found.items() if day.year in wanted))


def names(day: str) -> tuple[str, ...]:
    """Of the holidays that fall on one day, as the package writes them together; a day may become certain."""
    return tuple(name.removesuffix(ESTIMATED) for name in day.split("; "))


def of(country: str) -> type[holidays.HolidayBase]:
    if country not in dict(countries()):
        raise NoSuchPlace(country)
    place: type[holidays.HolidayBase] = getattr(holidays, country)
    return place
