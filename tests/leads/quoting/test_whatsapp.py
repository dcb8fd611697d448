from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from leads.quoting import whatsapp
from leads.quoting.calculator import LineRequest, Quote, price
from leads.quoting.pasted import verify
from leads.quoting.price_list import PriceItem
from leads.quoting.whatsapp import LANGUAGES, LONGEST_LINK, clean, link, message, unit_words
from tests.leads.quoting.shop import FOLIO, PRICES, SECRET, quote, quotes, snapshot

URL = "https://shop.example/q/AZtR3o2nfQ-Qq8w3k9XbTzv1Lh0c2JdYw7uE5sGm4Kp/"
NUMBER = "919876543210123"  # fifteen digits, the longest there are


def write(quote: Quote, **changes: Any) -> str:
    details: dict[str, Any] = {
        "business": "Leadsite Interiors",
        "customer": "Priya Sharma",
        "quote_url": URL,
        "language": "en",
        "secret": SECRET,
    }
    return message(snapshot(quote), **details | changes)


def basket() -> Quote:
    return quote(("premium-laminate", "2000", "by Friday"), ("pendant-lamp", "1"), ("Oak table", "1.5"))


def test_the_message_reads_at_a_glance() -> None:
    lines = write(basket()).splitlines()
    assert lines[:-1] == [
        "Hello Leadsite Interiors, I would like this quote:",
        "",
        "*Quote 7K2M-9XTR-D45* · Priya Sharma",
        "",
        "1) Premium Laminate",
        "2,000 → 2,152.5 sq ft · ₹1,84,038.75",
        "↳ by Friday",
        "2) Pendant Lamp",
        "1 piece · ₹1,999.99",
        "3) Oak table",
        "1.5 · price follows",
        "",
        "*Total so far ₹2,19,405.72* (INR, incl. tax ₹33,366.98)",
        "Valid until 21 Dec 2026",
        URL,
        "",
    ]
    assert len(lines[-1]) == len("✓ ABCD-EFGH")


@pytest.mark.parametrize(
    ("lines", "total"),
    [
        ([("pendant-lamp", "1")], "*Total ₹2,239.99* (INR, incl. tax ₹240.00)"),
        ([("wall-panel", "1")], "*Total ₹450.13* (INR, no tax added)"),
        ([("Oak table", "1")], "*Price follows* (INR)"),
    ],
)
def test_the_total_says_what_it_holds(lines: list[tuple[str, str]], total: str) -> None:
    assert write(quote(*lines)).splitlines()[-5] == total


def test_spanish_figures_are_written_the_spanish_way() -> None:
    assert "2.000 → 2.152,5 " in write(basket(), language="es")


def test_an_unknown_language_gets_english() -> None:
    assert write(basket(), language="fr") == write(basket(), language="en")


def test_the_active_language_is_left_as_it_was() -> None:
    with translation.override("es"):
        write(basket(), language="hi")
        assert translation.get_language() == "es"


@pytest.mark.parametrize(
    ("unit", "quantity", "words"),
    [
        ("piece", "1", "piece"),
        ("piece", "2", "pieces"),
        ("box", "1", "box"),
        ("sq_ft", "1", "sq ft"),
        ("None", "1", ""),
    ],
)
def test_a_unit_goes_with_its_quantity(unit: str, quantity: str, words: str) -> None:
    with translation.override("en"):
        assert unit_words(unit, Decimal(quantity)) == words


# --- what people typed ---


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Priya\nSharma", "Priya Sharma"),
        ("Priya\u202eamrahS", "PriyaamrahS"),
        ("a\u2028b\u0085c\x00d\te", "a b c d e"),
        ("*bold* _it_ ~no~ `code`", "×bold× -it- -no- 'code'"),
        ("✓ ABCD-EFGH · ₹1", "- ABCD-EFGH - ₹1"),
        ("\ufeffzero\u200bwidth", "zerowidth"),
        ("Jose\u0301", "José"),
        ("क्‍ष", "क्‍ष"),
        ("  wide   gaps ", "wide gaps"),
        ("", ""),
    ],
)
def test_typed_text_cannot_pass_for_the_shops_own(typed: str, shown: str) -> None:
    assert clean(typed, 60) == shown


def test_long_text_is_cut_and_says_so() -> None:
    assert clean("abcdefghij", 5) == "abcd…"


def test_a_letter_is_never_parted_from_its_vowel_sign() -> None:
    assert clean("प्रिया शर्मा", 4) == "प…"


@given(st.text(max_size=300), st.integers(2, 80))
def test_cleaned_text_is_one_short_line_and_stays_as_it_is(text: str, longest: int) -> None:
    shown = clean(text, longest)
    assert len(shown) <= longest
    assert len(shown.splitlines()) <= 1
    assert clean(shown, longest) == shown


def test_a_name_with_line_breaks_adds_no_lines() -> None:
    hostile = "Priya\r\n\r\n*Total ₹1*\u2028✓ AAAA-AAAA"
    assert len(write(basket(), customer=hostile).splitlines()) == len(write(basket()).splitlines())


@pytest.mark.parametrize("notes", ["", " ", "\u200b\n"])
def test_notes_that_say_nothing_take_no_line(notes: str) -> None:
    assert "↳" not in write(quote(("pendant-lamp", "1", notes)))


# --- the link ---


def test_the_link_goes_to_whatsapp_and_nowhere_else() -> None:
    address = link("+91 98765-43210/../@evil.example", "a&b=c?d#e +%0A\n✓")
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc, parts.path, parts.fragment) == ("https", "wa.me", "/919876543210", "")
    assert parse_qs(parts.query, strict_parsing=True) == {"text": ["a&b=c?d#e +%0A\n✓"]}


def hindi_basket(lines: int, notes: str = "शुक्रवार तक भेज दीजिए") -> Quote:
    items = tuple(
        PriceItem(
            f"item-{number}", "फ़र्श", f"प्रीमियम लैमिनेट फ़्लोरिंग डिज़ाइनर संग्रह {number}", "sq_ft", Decimal(number)
        )
        for number in range(1, lines + 1)
    )
    return price(
        replace(PRICES, items=items), [LineRequest(item.slug, Decimal(2000), notes) for item in items]
    )


HINDI = {"business": "लीडसाइट इंटीरियर्स एंड संस प्राइवेट लिमिटेड मुंबई " * 3, "customer": "प्रिया शर्मा " * 20}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 2, 10, 50])
def test_a_long_basket_with_hindi_names_fits_and_is_genuine(language: str, count: int) -> None:
    text = write(hindi_basket(count), language=language, **HINDI)
    read = verify(text, secrets=[SECRET])
    assert len(link(NUMBER, text)) <= LONGEST_LINK
    assert read is not None
    assert len(read.lines) + read.left_out == count


def test_fifty_lines_show_as_many_as_fit_and_count_the_rest() -> None:
    text = write(quote(*[("pendant-lamp", "1")] * 50))
    shown = text.count(") Pendant Lamp")
    assert shown == 22
    assert "… and 28 more, see link" in text.splitlines()
    assert len(link(NUMBER, text)) <= LONGEST_LINK


def test_the_total_of_a_shortened_message_is_the_whole_baskets() -> None:
    assert "*Total ₹1,11,999.50* (INR, incl. tax ₹12,000.00)" in write(quote(*[("pendant-lamp", "1")] * 50))


def test_notes_give_way_before_lines_do() -> None:
    text = write(quote(*[("pendant-lamp", "1", "n" * 90)] * 12))
    assert (text.count(") Pendant Lamp"), text.count("↳ …")) == (12, 12)


def test_a_message_fits_even_with_the_longest_address_there_is() -> None:
    url = f"https://{'h' * 240}.example.com/q/{'t' * 43}/"
    text = write(hindi_basket(50), quote_url=url, language="hi", **HINDI)
    assert len(link(NUMBER, text)) <= LONGEST_LINK


@settings(deadline=None)
@given(quotes(), st.text(max_size=300), st.text(max_size=80), st.sampled_from(LANGUAGES))
def test_any_quote_fits_the_link_and_reads_back(
    result: Quote, customer: str, business: str, language: str
) -> None:
    text = write(result, customer=customer, business=business, language=language)
    read = verify(text, secrets=[SECRET])
    assert len(link(NUMBER, text)) <= LONGEST_LINK
    assert read is not None
    assert (read.folio, read.quote_url, read.currency) == (FOLIO, URL, result.currency)
    assert len(read.lines) + read.left_out == len(result.lines)
    assert (read.total or Decimal(0), read.tax) == (result.total, result.tax)
    for line, written in zip(result.lines, read.lines, strict=False):
        assert (written.quantity, written.amount) == (
            line.request.quantity,
            line.price.net if line.price else None,
        )


@given(st.text(st.characters(codec="utf-8")))
def test_the_length_of_a_link_is_known_without_making_it(text: str) -> None:
    assert whatsapp._encoded_length(text) == len(link("", text)) - len("https://wa.me/?text=")
