"""Typed reading of the environment: a value that cannot be understood stops the start with one sentence."""

import base64
import os
from collections.abc import Callable
from decimal import Decimal
from email.utils import parseaddr
from pathlib import Path
from typing import NoReturn, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import dj_database_url
import environ
import holidays
import phonenumbers
from babel.numbers import list_currencies

from leadsite.proxies import Network, parse_networks

T = TypeVar("T")

reader = environ.Env()


class WrongSetting(SystemExit):
    """Stops the process with exit status 1 and one sentence naming the setting."""


def refuse(name: str, why: str) -> NoReturn:
    raise WrongSetting(f"The setting {name} {why}.")


def read_installation(path: Path) -> None:
    """Take the settings that `make run` made for this installation; the real environment wins."""
    if path.is_file():
        environ.Env.read_env(path, overwrite=False)


def present(name: str) -> bool:
    return bool(os.environ.get(name, "").strip())


def text(name: str, default: str) -> str:
    return os.environ.get(name, "").strip() or default


def required(name: str, *, development: str, debug: bool) -> str:
    """The value, or in development `development`; otherwise the start stops."""
    if present(name):
        return text(name, "")
    if debug:
        return development
    refuse(name, "is required when DEBUG is false")


def needs(other: str, *names: str) -> None:
    """None of these means anything without the other."""
    found = [name for name in names if present(name)]
    if found and not present(other):
        refuse(other, f"is required where {found[0]} is set")


def understood(name: str, parse: Callable[[str], T], default: str, expected: str) -> T:
    value = text(name, default)
    try:
        return parse(value)
    except Exception:
        refuse(name, f"is {value!r}, which is not {expected}")


def boolean(name: str, default: bool) -> bool:
    meaning = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    return understood(name, lambda value: meaning[value.lower()], str(default), "yes or no")


def integer(name: str, default: int, *, minimum: int = 0, maximum: int = 2**31) -> int:
    def parse(value: str) -> int:
        number = int(value)
        if not minimum <= number <= maximum:
            raise ValueError(value)
        return number

    return understood(name, parse, str(default), f"a whole number from {minimum} to {maximum}")


def all_or_none(*names: str) -> tuple[str, ...]:
    """Settings that mean something together only: all of them, or an empty text for each."""
    missing = [name for name in names if not present(name)]
    if missing and len(missing) < len(names):
        given = next(name for name in names if present(name))
        refuse(missing[0], f"is required where {given} is set")
    return tuple(text(name, "") for name in names)


def amount(name: str) -> Decimal | None:
    """A price that is nothing or more; None where the setting is absent."""

    def parse(value: str) -> Decimal:
        number = Decimal(value)
        if not number.is_finite() or not 0 <= number < 1_000_000:
            raise ValueError(value)
        return number

    return understood(name, parse, "", "an amount such as 0.25") if present(name) else None


def words_of(value: str) -> list[str]:
    return [word.strip() for word in value.split(",") if word.strip()]


def words(name: str, default: str = "") -> list[str]:
    return words_of(text(name, default))


def networks(name: str) -> tuple[Network, ...]:
    expected = "a list of addresses such as 10.0.0.0/8"
    return understood(name, lambda value: parse_networks(words_of(value)), "", expected)


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    def parse(value: str) -> str:
        if value not in allowed:
            raise ValueError(value)
        return value

    return understood(name, parse, default, f"one of {', '.join(allowed)}")


def time_zone(name: str, default: str) -> str:
    return understood(name, lambda value: ZoneInfo(value).key, default, "a time zone such as Asia/Kolkata")


def currency(name: str, default: str) -> str:
    def parse(value: str) -> str:
        if value not in list_currencies():
            raise ValueError(value)
        return value

    return understood(name, parse, default, "an ISO 4217 currency such as INR")


def region(name: str, default: str) -> str:
    def parse(value: str) -> str:
        if value not in phonenumbers.SUPPORTED_REGIONS:
            raise ValueError(value)
        return value

    return understood(name, parse, default, "an ISO 3166 country such as IN")


def holiday_country(name: str, default: str) -> str:
    """Whose public holidays count; a default that has no known ones is no mistake of anybody's."""

    def parse(value: str) -> str:
        if value not in holidays.list_supported_countries(include_aliases=False) and value != default:
            raise ValueError(value)
        return value

    return understood(name, parse, default, "an ISO 3166 country with known public holidays, such as IN")


def whatsapp_number(name: str, default: str) -> str:
    """Digits only, as wa.me wants them: country code first, no plus sign."""

    def parse(value: str) -> str:
        number = phonenumbers.parse("+" + value.lstrip("+"), None)
        if not phonenumbers.is_possible_number(number):
            raise ValueError(value)
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164).lstrip("+")

    return understood(name, parse, default, "a phone number with its country code")


def web_address(name: str) -> str:
    """A site without its path, such as https://quotes.example.com; "" where the setting is absent."""

    def parse(value: str) -> str:
        found = urlsplit(value)
        if found.scheme not in ("http", "https") or not found.hostname or found.path.strip("/"):
            raise ValueError(value)
        if found.query or found.fragment or found.username or found.port == 0:
            raise ValueError(value)
        return f"{found.scheme}://{found.netloc}"

    return (
        understood(name, parse, "", "an address such as https://quotes.example.com") if present(name) else ""
    )


def email_provider(name: str, default: str) -> str:
    """file, console or resend, which needs its key."""
    provider = choice(name, default, ("file", "console", "resend"))
    if provider == "resend" and not present("RESEND_API_KEY"):
        refuse("RESEND_API_KEY", f"is required where {name} is resend")
    return provider


def mailbox(name: str, default: str) -> str:
    """An e-mail address, with or without a name before it: Shop <quotes@example.com>."""

    def parse(value: str) -> str:
        _, address = parseaddr(value)
        user, _, host = address.rpartition("@")
        if value and not (user and host and value.isprintable()):
            raise ValueError(value)
        return value

    return understood(name, parse, default, "an address such as Shop <quotes@example.com>")


def required_mailbox(name: str, *, why: str) -> str:
    if not present(name):
        refuse(name, f"is required where {why}")
    return mailbox(name, "")


def svix_secret(name: str) -> str:
    """What Resend shows for a webhook; "" where the setting is absent. The value itself is not repeated."""
    value = text(name, "")
    try:
        key = base64.b64decode(value.removeprefix("whsec_"), validate=True)
    except ValueError:
        key = b""
    if value and not (value.startswith("whsec_") and len(key) >= 16):
        refuse(name, "is not the signing secret of a webhook, which begins with whsec_")
    return value


def database(name: str) -> dict[str, object]:
    """Django's settings of a postgres:// address."""

    def parse(value: str) -> dict[str, object]:
        config = dict(dj_database_url.parse(value))
        if config["ENGINE"] != "django.db.backends.postgresql" or not config["NAME"]:
            raise ValueError(value)
        return config

    try:
        return parse(text(name, ""))
    except Exception:
        # The value itself is not repeated: it carries a password.
        refuse(name, "is not an address such as postgres://user:password@host:5432/name")
