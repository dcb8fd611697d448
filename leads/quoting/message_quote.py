"""What a genuine WhatsApp message and a quote have to say of each other.

A quote is made again from its message only where it writes the very same message: no price is invented.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import zip_longest

from leads.quoting import snapshot, whatsapp
from leads.quoting.calculator import LineRequest, QuantityError, price
from leads.quoting.pasted import Message, MessageLine, signatures, verify
from leads.quoting.price_list import PriceItem, PriceList

CAPS = sorted({caps.product for caps in (whatsapp.ROOMY, whatsapp.TIGHT, whatsapp.LAST)})


@dataclass(frozen=True)
class Pasted:
    """A genuine message with the text that it was found in, and the shop whose word it is."""

    message: Message
    text: str
    business: str
    secrets: Sequence[str]


@dataclass(frozen=True)
class Compared:
    """A line, or the total, as the message says it and as it is stored; None where one has no such line."""

    product: str
    said: Decimal | None
    stored: Decimal | None
    quantity_said: Decimal | None
    quantity_stored: Decimal | None

    @property
    def agrees(self) -> bool:
        return self.said == self.stored and self.quantity_said == self.quantity_stored


def rebuild(
    pasted: Pasted, price_lists: Iterable[PriceList | None], *, computed_at: datetime, valid_until: datetime
) -> dict[str, object] | None:
    """The quote by the first of these lists that gives the same message, word for word; None if none does.

    None among the lists stands for a time without any: all prices follow.
    """
    if pasted.message.left_out:
        return None
    priced = any(line.amount is not None for line in pasted.message.lines)
    for price_list in price_lists if priced else (None,):
        try:
            quote = price(price_list, requests(pasted.message, price_list), currency=pasted.message.currency)
        except (QuantityError, ValueError):
            return None
        made = snapshot.build(
            quote, folio=pasted.message.folio, computed_at=computed_at, valid_until=valid_until
        )
        if writes_the_same(made, pasted):
            return made
    return None


def requests(message: Message, price_list: PriceList | None) -> list[LineRequest]:
    items = price_list.items if price_list else ()
    return [LineRequest(product(line, items), line.quantity, line.notes) for line in message.lines]


def product(line: MessageLine, items: Sequence[PriceItem]) -> str:
    """The slug of the item that the message calls by this name, else the name itself."""
    found = item_called(line.product, items)
    return found.slug if found else line.product


def item_called(name: str, items: Sequence[PriceItem]) -> PriceItem | None:
    """The item that a message shows under this name, which may be cut."""
    return next((item for item in items if name in {whatsapp.clean(item.name, cap) for cap in CAPS}), None)


def writes_the_same(made: Mapping[str, object], pasted: Pasted) -> bool:
    """Whether the quote's own message bears a signature that was pasted: it covers every word and date."""
    found = signatures(pasted.text)
    return any(found & signatures(written(made, pasted, secret)) for secret in pasted.secrets)


def written(quote: Mapping[str, object], pasted: Pasted, secret: str) -> str:
    message = pasted.message
    return whatsapp.message(
        quote,
        business=pasted.business,
        customer=message.customer,
        quote_url=message.quote_url,
        language=message.language,
        secret=secret,
    )


def compare(quote: object, pasted: Pasted) -> list[Compared] | None:
    """Line by line and then the total; None where the stored quote cannot be read."""
    stored = as_message(quote, pasted)
    if stored is None:
        return None
    said = pasted.message
    lines = [beside(mine, theirs) for mine, theirs in zip_longest(said.lines, stored.lines)]
    return [*lines, Compared("", said.total, stored.total, None, None)]


def as_message(quote: object, pasted: Pasted) -> Message | None:
    """The stored quote as its own message would say it, so that both are read by the same eyes."""
    if not isinstance(quote, Mapping):
        return None
    secret = pasted.secrets[0]
    try:
        return verify(written(quote, pasted, secret), secrets=[secret])
    except (KeyError, TypeError, ValueError, ArithmeticError):  # other programs may have written it
        return None


def beside(said: MessageLine | None, stored: MessageLine | None) -> Compared:
    named = said or stored
    return Compared(
        product=named.product if named else "",
        said=said.amount if said else None,
        stored=stored.amount if stored else None,
        quantity_said=said.billed if said else None,
        quantity_stored=stored.billed if stored else None,
    )
