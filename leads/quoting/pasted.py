"""A customer's WhatsApp message, pasted into the back office: is it genuine, and what does it say?"""

import hmac
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from babel.numbers import get_decimal_symbol

from leads.quoting import folio
from leads.quoting.money import locale_for
from leads.quoting.whatsapp import FIELD, LANGUAGES, MORE, NOTE, RAISED, TICK, canonical, sign

LONGEST = 20_000
MOST_SIGNATURES, MOST_FOLIOS = 3, 5  # tried in one text: a paste of a whole chat stays cheap

SIGNATURE = re.compile(rf"{TICK.strip()}\s*([0-9A-Z]{{4}}-[0-9A-Z]{{4}})(?![0-9A-Z-])")
FOLIO = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3}")
ITEM = re.compile(r"(\d+)\) (.+)")
NUMBER = re.compile(r"\d(?:[\d., ]*\d)?")
CURRENCY = re.compile(r"\(([A-Z]{3})\b")


@dataclass(frozen=True)
class MessageLine:
    """A line as the message says it: asked for, charged, and the amount before tax (None: price follows).

    The unit is a word of the message's language; a long product or note is cut, as in the message.
    """

    number: int
    product: str
    quantity: Decimal
    billed: Decimal
    unit: str
    amount: Decimal | None
    notes: str = ""


@dataclass(frozen=True)
class Message:
    """A genuine message. `left_out` counts the lines that only the quote page shows.

    The submission's id is in `quote_url`, whose last part identity.read_quote_page_token reads.
    """

    folio: str
    customer: str
    language: str
    currency: str
    lines: tuple[MessageLine, ...]
    left_out: int
    total: Decimal | None
    tax: Decimal
    quote_url: str


def verify(text: str, *, secrets: Sequence[str]) -> Message | None:
    """Read a message back; None unless the shop itself wrote every word from the folio to the link.

    What a person added before or after does no harm, nor do lost bold marks or other line endings.
    """
    if len(text) > LONGEST:
        return None
    for lines, signature in _candidates(canonical(text)):
        for language in LANGUAGES:
            made = [sign(secret, language, lines) for secret in secrets]
            if any(hmac.compare_digest(one, signature) for one in made):
                return _read(lines, language)
    return None


def signatures(text: str) -> set[str]:
    """Whatever looks like a signature in the text, genuine or not."""
    return set(SIGNATURE.findall("\n".join(canonical(text))))


def folios(text: str) -> list[str]:
    """The folios that are mentioned in the text, the first few."""
    found = (folio.parse(one) for one in FOLIO.findall("\n".join(canonical(text))))
    return list(dict.fromkeys(one for one in found if one))[:MOST_FOLIOS]


def _candidates(lines: list[str]) -> Iterator[tuple[list[str], str]]:
    """Every run of lines that begins with a folio and is followed by a signature."""
    ends = [(at, found[1]) for at, line in enumerate(lines) if (found := SIGNATURE.search(line))]
    for end, signature in ends[:MOST_SIGNATURES]:
        starts = [at for at, line in enumerate(lines[:end]) if FOLIO.search(line)]
        for start in starts[:MOST_FOLIOS]:
            yield lines[start:end], signature


def _read(lines: Sequence[str], language: str) -> Message:
    """What a genuine message says. The money line is the last but two, whatever people typed before it."""
    title, *items, money, _valid_until, quote_url = lines
    found = FOLIO.search(title)
    currency = CURRENCY.search(money)
    code = currency[1] if currency else ""
    amounts = _Figures(language, code)
    total, _, tax = money.partition("(")
    return Message(
        folio=folio.parse(found[0]) or found[0] if found else "",
        customer=title.partition(FIELD)[2],
        language=language,
        currency=code,
        lines=tuple(_lines(items, amounts)),
        left_out=_left_out(items),
        total=amounts.read(total),
        tax=amounts.read(tax) or Decimal(0),
        quote_url=quote_url,
    )


def _lines(items: Sequence[str], figures: "_Figures") -> Iterator[MessageLine]:
    rest = iter([*items, ""])
    current: MessageLine | None = None
    for text in rest:
        if current and text.startswith(NOTE):
            current = replace(current, notes=text.removeprefix(NOTE))
            continue
        if current:
            yield current
        found = ITEM.fullmatch(text)
        current = _line(int(found[1]), found[2], next(rest, ""), figures) if found else None


def _line(number: int, product: str, facts: str, figures: "_Figures") -> MessageLine:
    measure, _, amount = facts.rpartition(FIELD)
    requested, raised, billed = measure.rpartition(RAISED)
    quantity = figures.read(billed) or Decimal(0)
    return MessageLine(
        number=number,
        product=product,
        quantity=figures.read(requested) or Decimal(0) if raised else quantity,
        billed=quantity,
        unit=NUMBER.sub("", billed, count=1).strip(),
        amount=figures.read(amount),
    )


def _left_out(items: Sequence[str]) -> int:
    last = items[-1] if items else ""
    found = NUMBER.search(last) if last.startswith(MORE) else None
    return int(found[0]) if found else 0


class _Figures:
    """Reads the figures of one language and currency, such as 1,91,350.00 or 191.350,00."""

    def __init__(self, language: str, currency: str) -> None:
        self.decimal = get_decimal_symbol(locale_for(language, currency))

    def read(self, text: str) -> Decimal | None:
        """The first number in the text, None if there is none."""
        found = NUMBER.search(text)
        if not found:
            return None
        kept = [sign for sign in found[0] if sign.isdecimal() or sign == self.decimal]
        return Decimal("".join(kept).replace(self.decimal, "."))
