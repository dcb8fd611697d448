"""Telephone numbers: kept as E.164 (+919876543210), shown as people write them."""

from phonenumbers import (
    NumberParseException,
    PhoneNumberFormat,
    format_number,
    is_valid_number,
    parse,
)


def normalise(text: str, region: str) -> str:
    """The number in E.164, read as one dialled in that region (IN, US, …); a ValueError if it is none.

    Digits of any script, spaces and punctuation are fine; an extension is left out.
    """
    try:
        number = parse(text, region)
    except NumberParseException as unreadable:
        raise ValueError(str(unreadable)) from None
    if not is_valid_number(number):
        raise ValueError("No such telephone number exists")
    return format_number(number, PhoneNumberFormat.E164)


def display(e164: str) -> str:
    """The number as it is written internationally, "+91 98765 43210"; other text comes back as it is."""
    try:
        return format_number(parse(e164), PhoneNumberFormat.INTERNATIONAL)
    except NumberParseException:
        return e164
