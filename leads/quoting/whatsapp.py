"""The customer's message: written for a glance in the app, and signed so that a pasted copy can be trusted.

One fact a line, so that it can be read back without knowing the language:

    *Quote 7K2M-9XTR-D4Q* · Priya Sharma
    1) Premium Laminate
    2,000 → 2,150 sq ft · ₹1,91,350.00
    ↳ by Friday please
    *Total ₹2,25,793.00* (INR, incl. tax ₹34,443.00)
    https://shop.example/q/…
    ✓ ABCD-EFGH
"""

import hmac
import re
import string
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from urllib.parse import quote as percent_encode

from babel.dates import format_date
from django.utils import translation
from django.utils.translation import npgettext, pgettext

from leads.quoting import folio
from leads.quoting.money import format_money, format_quantity, locale_for

LANGUAGES = ("en", "hi", "es")
LONGEST_LINK = 2000  # what wa.me and the apps behind it carry safely
LINK = "https://wa.me/{number}?text={text}"
LONGEST_TEXT = LONGEST_LINK - len(LINK.format(number="9" * 15, text=""))  # percent-encoded

FIELD, RAISED, NOTE, MORE, CUT, TICK = " · ", " → ", "↳ ", "… ", "…", "✓ "
# Our own marks and those that WhatsApp turns into bold or italics: not to be had by typing them.
MARKS = str.maketrans({"*": "×", "_": "-", "~": "-", "`": "'", "·": "-", "→": "-", "↳": "-", "✓": "-"})
JOINERS = "\u200c\u200d"  # Hindi spelling and emoji need them
UNRESERVED = str.maketrans("", "", string.ascii_letters + string.digits + "_.-~")  # never percent-encoded
VIRAMA = 9  # the combining class of the sign that joins Indian consonants


@dataclass(frozen=True)
class _Caps:
    """How many characters of what people typed are shown."""

    name: int
    product: int
    notes: int


ROOMY, TIGHT, LAST = _Caps(60, 80, 100), _Caps(40, 40, 0), _Caps(24, 24, 0)


def clean(text: str, longest: int) -> str:
    """One line of plain text: no control, direction or formatting characters, cut with … where too long."""
    if not (text.isascii() and text.isprintable()):
        text = "".join(map(_harmless, unicodedata.normalize("NFC", text)))
    text = " ".join(text.translate(MARKS).split())
    if len(text) <= longest:
        return text
    end = longest - 1
    while end > 1 and _holds_together(text[end - 1], text[end]):
        end -= 1
    return text[:end].rstrip() + CUT


def _holds_together(one: str, other: str) -> bool:
    """Whether the two are parts of one letter: a vowel sign, a conjunct, an emoji made of several."""
    joined = one in JOINERS or other in JOINERS or unicodedata.combining(one) == VIRAMA
    return joined or unicodedata.category(other)[0] == "M"


def _harmless(sign: str) -> str:
    category = unicodedata.category(sign)
    if category[0] == "Z" or category == "Cc":
        return " "
    return "" if category in ("Cf", "Cs", "Co") and sign not in JOINERS else sign


def unit_words(unit: str, quantity: Decimal) -> str:
    """The unit of a price item in the active language, in the form that goes with so many of it."""
    count = 1 if quantity == 1 else 2
    words = {
        "sq_ft": lambda: pgettext("unit", "sq ft"),
        "sq_m": lambda: pgettext("unit", "sq m"),
        "running_ft": lambda: pgettext("unit", "running ft"),
        "piece": lambda: npgettext("unit", "piece", "pieces", count),
        "box": lambda: npgettext("unit", "box", "boxes", count),
    }
    return words[unit]() if unit in words else ""


def link(number: str, text: str) -> str:
    """The address that opens WhatsApp with this text. Only the number's digits count; the host is fixed."""
    digits = "".join(sign for sign in number if sign.isascii() and sign.isdigit())
    return LINK.format(number=digits, text=percent_encode(text, safe=""))


def message(
    snapshot: Mapping[str, object],
    *,
    business: str,
    customer: str,
    quote_url: str,
    language: str,
    secret: str,
) -> str:
    """The text that the customer sends: greeting, folio, lines, total, validity, link, signature.

    Never longer, percent-encoded, than a link carries: notes give way first, then long names, then lines,
    and what is missing is said. Languages other than English, Hindi and Spanish get English.
    """
    language = language if language in LANGUAGES else "en"
    with translation.override(language):
        draft = _Draft(snapshot, business, customer, quote_url, language)
        body = draft.fitted()
    return f"{body}\n\n{TICK}{sign(secret, language, canonical(body)[1:])}"


def greeting(*, business: str, customer: str, folio: str, language: str) -> str:
    """The first words of the shop's own message to a customer, in the customer's language."""
    words = {"business": clean(business, ROOMY.name), "customer": clean(customer, ROOMY.name), "folio": folio}
    with translation.override(language if language in LANGUAGES else "en"):
        about_it = pgettext("whatsapp", "Hello %(customer)s, this is %(business)s about quote %(folio)s.")
        plain = pgettext("whatsapp", "Hello %(customer)s, this is %(business)s.")
        return (about_it if folio else plain) % words


class _Draft:
    """One message at any length; the language is active while it is in use."""

    def __init__(
        self, snapshot: Mapping[str, object], business: str, customer: str, quote_url: str, language: str
    ) -> None:
        self.snapshot, self.business, self.customer = snapshot, business, customer
        self.quote_url, self.language = quote_url, language
        self.currency = str(snapshot["currency"])
        lines = snapshot["lines"]
        self.lines = [line for line in lines if isinstance(line, Mapping)] if isinstance(lines, list) else []

    def fitted(self) -> str:
        """The longest version that a link carries."""
        everything = len(self.lines)
        for caps in (ROOMY, TIGHT):
            whole = self.text(self.head(caps), self.items(caps), everything)
            if _fits(whole):
                return whole
        for caps in (TIGHT, LAST):
            head, items = self.head(caps), self.items(caps)
            low, high = 0, everything
            while low < high:
                middle = (low + high + 1) // 2
                low, high = (middle, high) if _fits(self.text(head, items, middle)) else (low, middle - 1)
            if low:
                return self.text(head, items, low)
        return self.text(self.head(LAST), [], 0)

    def text(self, head: str, items: Sequence[str], shown: int) -> str:
        lines = list(items[:shown])
        left_out = len(self.lines) - shown
        if left_out:
            words = npgettext(
                "whatsapp", "and %(count)d more, see link", "and %(count)d more, see link", left_out
            )
            lines.append(f"{MORE}{words % {'count': left_out}}")
        return "\n\n".join(block for block in (head, "\n".join(lines), self.foot) if block)

    def head(self, caps: _Caps) -> str:
        greeting = pgettext("whatsapp", "Hello %(business)s, I would like this quote:")
        quote = pgettext("whatsapp", "Quote")  # not inside the f-string: texts are not gathered from there
        title = f"*{quote} {self.snapshot['folio']}*"
        name = clean(self.customer, caps.name)
        first = greeting % {"business": clean(self.business, caps.name)}
        return f"{first}\n\n{title}{FIELD}{name}" if name else f"{first}\n\n{title}"

    def items(self, caps: _Caps) -> list[str]:
        return [
            self.item(number, line, facts, caps)
            for number, (line, facts) in enumerate(zip(self.lines, self.facts, strict=True), start=1)
        ]

    def item(self, number: int, line: Mapping[str, object], facts: str, caps: _Caps) -> str:
        product = clean(str(line["product"]), caps.product) or "-"
        notes = str(line["notes"])
        shown = clean(notes, caps.notes) if caps.notes or not notes else CUT
        return f"{number}) {product}\n{facts}" + (f"\n{NOTE}{shown}" if shown else "")

    @cached_property
    def facts(self) -> list[str]:
        """Quantity and price of each line, which no shortening changes."""
        return [self.measure(line) for line in self.lines]

    def measure(self, line: Mapping[str, object]) -> str:
        requested = Decimal(str(line["quantity"]))
        billed = Decimal(str(line["billed_quantity"] or requested))
        unit = unit_words(str(line["unit"]), billed)
        raised = f"{self.number(requested)}{RAISED}" if billed != requested else ""
        price = self.money(line["net"]) if line["net"] is not None else pgettext("whatsapp", "price follows")
        return f"{raised}{self.number(billed)} {unit}".rstrip() + f"{FIELD}{price}"

    @cached_property
    def foot(self) -> str:
        valid = pgettext("whatsapp", "Valid until %(date)s") % {"date": self.valid_until()}
        return "\n".join([self.total(), valid, self.quote_url])

    def total(self) -> str:
        if all(line["net"] is None for line in self.lines):
            follows = pgettext("whatsapp", "Price follows")
            return f"*{follows}* ({self.currency})"
        label = (
            pgettext("whatsapp", "Total")
            if self.snapshot["complete"]
            else pgettext("whatsapp", "Total so far")
        )
        tax = Decimal(str(self.snapshot["tax_total"]))
        note = (
            pgettext("whatsapp", "incl. tax %(tax)s") % {"tax": self.money(tax)}
            if tax
            else pgettext("whatsapp", "no tax added")
        )
        return f"*{label} {self.money(self.snapshot['total'])}* ({self.currency}, {note})"

    def valid_until(self) -> str:
        day = datetime.fromisoformat(str(self.snapshot["valid_until"])).date()
        return format_date(day, "medium", locale_for(self.language, self.currency))

    def money(self, amount: object) -> str:
        return format_money(Decimal(str(amount)), self.currency, self.language)

    def number(self, quantity: Decimal) -> str:
        return format_quantity(quantity, self.language, self.currency)


def _fits(body: str) -> bool:
    return _encoded_length(f"{body}\n\n{TICK}ABCD-EFGH") <= LONGEST_TEXT


def _encoded_length(text: str) -> int:
    """How long the text is percent-encoded, without encoding it: three characters for most bytes."""
    others = text.translate(UNRESERVED)
    return len(text) - len(others) + 3 * len(others.encode())


def canonical(text: str) -> list[str]:
    """The lines as they are signed: what apps add, drop or restyle on the way is left out of account."""
    lines = re.split(r"\r\n|[\r\n]", unicodedata.normalize("NFC", text))
    plain = (" ".join(_without_style(line).split()) for line in lines)
    return [line for line in plain if line]


def _without_style(line: str) -> str:
    line = line.replace("*", "")
    if line.isascii():
        return line
    return "".join(
        sign
        for sign in line
        if sign.isascii()
        or (unicodedata.category(sign) not in ("Cf", "Cs") and not "\ufe00" <= sign <= "\ufe0f")
    )


def sign(secret: str, language: str, lines: Sequence[str]) -> str:
    """Forty bits over the lines from the folio to the link, written like a folio."""
    key = hmac.digest(secret.encode(), b"leadsite whatsapp message", "sha256")
    mac = hmac.digest(key, "\n".join([language, *lines]).encode(), "sha256")
    symbols = [folio.ALPHABET[int.from_bytes(mac[:5]) >> shift & 31] for shift in range(35, -1, -5)]
    return f"{''.join(symbols[:4])}-{''.join(symbols[4:])}"
