from decimal import Decimal

import pytest

from leads.quoting.money import format_money, format_quantity, minor_unit, plain, round_half_up


@pytest.mark.parametrize(("currency", "decimals"), [("JPY", 0), ("INR", 2), ("USD", 2), ("KWD", 3)])
def test_the_smallest_coin_is_the_currencys_own(currency: str, decimals: int) -> None:
    assert minor_unit(currency) == decimals


def test_an_unknown_currency_is_refused() -> None:
    with pytest.raises(ValueError, match="'XYZ' is not an ISO 4217 currency"):
        minor_unit("XYZ")


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        ("0.125", "INR", "0.13"),
        ("0.135", "INR", "0.14"),
        ("2.5", "JPY", "3"),
        ("0.0005", "KWD", "0.001"),
        ("0.0049999", "INR", "0.00"),
        ("999999999999999999.995", "INR", "1000000000000000000.00"),
    ],
)
def test_halves_are_rounded_up(amount: str, currency: str, rounded: str) -> None:
    assert str(round_half_up(Decimal(amount), currency)) == rounded


@pytest.mark.parametrize(
    ("currency", "language", "expected"),
    [
        ("INR", "en", "₹12,34,567.50"),
        ("INR", "hi", "₹12,34,567.50"),
        ("INR", "es", "1.234.567,50 ₹"),
        ("USD", "en", "$1,234,567.50"),
        ("MXN", "es", "$1,234,567.50"),
        ("EUR", "es", "1.234.567,50 €"),
        ("JPY", "en", "¥1,234,568"),
        ("KWD", "en", "KWD 1,234,567.500"),
        ("INR", "en-GB", "₹12,34,567.50"),
        ("INR", "xx", "₹1,234,567.50"),
    ],
)
def test_money_is_written_as_its_reader_writes_it(currency: str, language: str, expected: str) -> None:
    assert format_money(Decimal("1234567.5"), currency, language) == expected


@pytest.mark.parametrize(
    ("quantity", "language", "expected"),
    [
        ("2150.500", "en", "2,150.5"),
        ("2150.5", "es", "2.150,5"),
        ("200000", "hi", "2,00,000"),
        ("0.001", "en", "0.001"),
        ("3.000", "en", "3"),
    ],
)
def test_a_quantity_has_no_needless_zeros(quantity: str, language: str, expected: str) -> None:
    assert format_quantity(Decimal(quantity), language) == expected


@pytest.mark.parametrize(
    ("number", "text"),
    [("1E+3", "1000"), ("2150.500", "2150.5"), ("-0.00", "0"), ("100", "100"), ("0.001", "0.001")],
)
def test_a_stored_number_has_no_exponent_and_no_needless_zeros(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text
