"""The signed token of a rendered form, and what it says about a post: its age and its price list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from leads.quoting import identity, price_book
from leads.quoting.price_list import PriceList

PRICES_HOLD = timedelta(days=1)  # a form is priced by the list it was rendered with for so long


def secrets() -> list[str]:
    """Today's secret, then the earlier ones that old forms and links were signed with."""
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def issue(now: datetime, price_list: PriceList | None) -> str:
    return identity.issue_token(
        secret=settings.SECRET_KEY,
        rendered_at=milliseconds(now),
        price_list_version=price_list.version if price_list else None,
    )


def milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


@dataclass(frozen=True)
class Form:
    """The form that a post came from. Without a genuine token one form stands for the whole UTC day."""

    text: str
    secret: str
    rendered_at: int
    version: int
    genuine: bool

    @classmethod
    def of(cls, data: Mapping[str, Any], now: datetime) -> "Form":
        typed = str(data.get("token") or "")
        found = identity.read_token(typed, secrets=secrets())
        if found is None:
            text, rendered_at = identity.untokened(now)
            text += key_of(data)
            return cls(text, settings.SECRET_KEY, rendered_at, 0, genuine=False)
        token = found.token
        return cls(typed, found.secret, token.rendered_at, token.price_list_version, genuine=True)

    def age(self, now: datetime) -> timedelta:
        return now - datetime.fromtimestamp(self.rendered_at / 1000, UTC)

    def moment(self, now: datetime) -> datetime:
        """When the quote counts from: the form's own time while it is fresh, so that a retry is the same."""
        age = self.age(now)
        return now - age if timedelta() <= age <= PRICES_HOLD else now

    def price_list(self, now: datetime) -> PriceList | None:
        """The list the customer saw, for a day and while it is known; the newest one otherwise."""
        seen = price_book.version(self.version) if self.version and self.age(now) <= PRICES_HOLD else None
        return seen or price_book.current()

    def identify(self, payload: bytes) -> identity.Identity:
        return identity.derive(
            secret=self.secret, token_text=self.text, rendered_at_ms=self.rendered_at, payload=payload
        )


def key_of(data: Mapping[str, Any]) -> str:
    """A program may tell two quotes that say the same from each other, by a key of its own."""
    key = str(data.get("idempotency_key") or "")
    return f":{key}" if key else ""


def quote_page(submission_id: UUID) -> str:
    return identity.quote_page_token(submission_id, secret=settings.SECRET_KEY)


def quote_page_id(text: str) -> UUID | None:
    return identity.read_quote_page_token(text, secrets=secrets())
