"""Money and quantities: rounding, and the one place that turns them into text."""

from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.numbers import (
    NumberPattern,
    get_currency_precision,
    get_currency_symbol,
    get_decimal_symbol,
    get_group_symbol,
    list_currencies,
    parse_pattern,
)

# Wide enough for any product of a bounded quantity, price and percentage, so that only the last step rounds.
EXACT = Context(prec=80, rounding=ROUND_HALF_UP)

# Where a currency is at home: it decides how figures are grouped (₹12,34,567.50) and which symbol is short.
HOMES = {
    "INR": "IN",
    "USD": "US",
    "GBP": "GB",
    "AUD": "AU",
    "CAD": "CA",
    "SGD": "SG",
    "AED": "AE",
    "MXN": "MX",
    "COP": "CO",
    "ARS": "AR",
    "CLP": "CL",
    "PEN": "PE",
    "NZD": "NZ",
    "ZAR": "ZA",
    "PKR": "PK",
}
NO_BREAK_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " "})


def is_currency(code: str) -> bool:
    """Whether the code is an ISO 4217 currency, such as INR."""
    return code in _currencies()


@lru_cache(maxsize=1)
def _currencies() -> frozenset[str]:
    return frozenset(list_currencies())


@lru_cache(maxsize=256)
def minor_unit(currency: str) -> int:
    """Decimals of the currency's smallest coin: JPY 0, INR 2, KWD 3. An unknown currency is a ValueError."""
    if not is_currency(currency):
        raise ValueError(f"{currency!r} is not an ISO 4217 currency")
    return get_currency_precision(currency)


def round_half_up(amount: Decimal, currency: str) -> Decimal:
    """The amount in whole smallest coins, halves away from zero: 0.125 INR is 0.13."""
    return round_to(amount, minor_unit(currency))


def round_to(amount: Decimal, decimals: int) -> Decimal:
    """The amount with exactly so many decimals, halves away from zero."""
    return amount.quantize(Decimal(1).scaleb(-decimals), context=EXACT)


@lru_cache(maxsize=256)
def locale_for(language: str, currency: str) -> Locale:
    """The locale of this language in the currency's home: en and INR give en_IN, es and INR plain es."""
    base = language.replace("_", "-").split("-")[0]
    for name in (f"{base}_{HOMES.get(currency, '')}", base):
        try:
            return Locale.parse(name)
        except (ValueError, UnknownLocaleError):
            continue
    return Locale.parse("en")


@lru_cache(maxsize=256)
def _money_pattern(language: str, currency: str) -> NumberPattern:
    """The locale's way to write the currency, with a short symbol where the locale knows only the code."""
    locale = locale_for(language, currency)
    symbol = get_currency_symbol(currency, locale)
    if symbol == currency:
        symbol = get_currency_symbol(currency, "en")
    pattern = str(locale.currency_formats["standard"].pattern)
    before_the_figures = pattern.startswith("¤") and symbol[-1].isalpha()
    return parse_pattern(pattern.replace("¤", f"'{symbol} '" if before_the_figures else f"'{symbol}'"))


@lru_cache(maxsize=256)
def _quantity_pattern(language: str, currency: str) -> NumberPattern:
    whole = locale_for(language, currency).decimal_formats[None].pattern.split(".")[0]
    return parse_pattern(f"{whole}.###")


def format_money(amount: Decimal, currency: str, language: str) -> str:
    """The amount as a reader of that language writes it: "₹12,34,567.50", "1.234.567,50 ₹".

    Rounded half-up to the smallest coin; spaces are plain ones, so that the text survives copying.
    """
    rounded, locale = round_half_up(amount, currency), locale_for(language, currency)
    text = str(_money_pattern(language, currency).apply(rounded, locale, currency=currency))
    return text.translate(NO_BREAK_SPACES)


def format_quantity(quantity: Decimal, language: str, currency: str = "INR") -> str:
    """A quantity with at most three decimals and no trailing zeros, grouped as money is: "2,150.5"."""
    text = str(_quantity_pattern(language, currency).apply(quantity, locale_for(language, currency)))
    return text.translate(NO_BREAK_SPACES)


def writing(language: str, currency: str) -> dict[str, Any]:
    """How the two above write, as data. `groups`: the figures of the last group, and of each other one."""
    locale = locale_for(language, currency)
    before, after = _around_the_figures(format_money(Decimal(0), currency, language))
    return {
        "before": before,
        "after": after,
        "group": get_group_symbol(locale).translate(NO_BREAK_SPACES),
        "decimal": get_decimal_symbol(locale),
        "groups": _money_pattern(language, currency).grouping,
        "quantity_groups": _quantity_pattern(language, currency).grouping,
    }


def _around_the_figures(text: str) -> tuple[str, str]:
    figures = [place for place, sign in enumerate(text) if sign.isdigit()]
    return text[: figures[0]], text[figures[-1] + 1 :]


def plain(number: Decimal) -> str:
    """The number as stored in JSON: no exponent, no trailing zeros, no negative zero."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
