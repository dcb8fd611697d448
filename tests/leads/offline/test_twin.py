"""The device's calculator against Python's: the same vectors, and hundreds of baskets made by a seed."""

import random
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from playwright.sync_api import Page

from leads.basket import Basket
from leads.offline.price_sheet import price_sheet
from leads.quoting.pasted import verify
from leads.quoting.price_list import UNITS, PriceBreak, PriceItem, PriceList
from leads.quoting.whatsapp import clean
from tests.leads.customers import NOON
from tests.leads.quoting import vectors
from tests.leads.quoting.shop import SECRET
from tests.leads.quoting.vectors import BASKETS, LINES, QUANTITIES, typed

pytestmark = pytest.mark.browser

READ = """async (cases) => {
    const { readQuantity } = await import("/offline/calculator.js");
    const { plain, write } = await import("/offline/decimal.js");
    return cases.map(({ typed, language }) => {
        try { return { typed, language, read: plain(write(readQuantity(typed, language), 3)) }; }
        catch (wrong) { return { typed, language, refused: wrong.code ?? String(wrong) }; }
    });
}"""
PRICE = """async ([sheet, cases]) => {
    const { priceLine, readQuantity } = await import("/offline/calculator.js");
    const { plain, write } = await import("/offline/decimal.js");
    return cases.map(({ why, product, quantity }) => {
        const item = sheet.items.find((one) => one.slug === product);
        const cost = priceLine(item, readQuantity(quantity, "en"), sheet.minor_unit);
        return {
            why, product, quantity, billed: plain(write(cost.billed, 3)), rounded: cost.rounded,
            unit_price: plain(write(cost.unitPrice, 4)), net: write(cost.net, sheet.minor_unit),
            tax: write(cost.tax, sheet.minor_unit), discount: write(cost.discount, sheet.minor_unit),
        };
    });
}"""
SHOW = """async (cases) => {
    const { shown } = await import("/offline/basket.js");
    return cases.map(([sheet, lines]) => shown(sheet, lines));
}"""
CASES = 400
CURRENCIES = ("INR", "USD", "EUR", "JPY", "KWD", "MXN", "CLF", "CHF")


def sheet(price_list: PriceList | None, language: str) -> dict[str, Any]:
    with translation.override(language):
        return price_sheet(price_list)


def test_quantities_are_read_alike(device: Page) -> None:
    assert device.evaluate(READ, QUANTITIES) == QUANTITIES


def test_lines_cost_alike(device: Page) -> None:
    assert device.evaluate(PRICE, [sheet(vectors.PRICES, "en"), LINES]) == LINES


def test_baskets_read_alike(device: Page) -> None:
    asked = [[sheet(vectors.PRICES, case["language"]), typed(case)] for case in BASKETS]
    assert device.evaluate(SHOW, asked) == [case["shown"] for case in BASKETS]


def test_baskets_of_a_seed_read_alike(device: Page) -> None:
    chance = random.Random(6)
    asked, expected = [], []
    for _ in range(CASES):
        price_list, language, lines = any_list(chance), chance.choice(("en", "hi", "es")), []
        for _ in range(chance.randint(0, 4)):
            lines.append({"product": any_product(chance), "quantity": any_quantity(chance), "notes": "oak"})
        asked.append([sheet(price_list, language), lines])
        with translation.override(language):
            expected.append(Basket.read(lines, price_list).shown())
    assert device.evaluate(SHOW, asked) == expected


HOSTILE = [
    "Priya Sharma",
    "  two   spaces\tand\nlines  ",
    "*bold* _italic_ ~struck~ `code`",
    "1) a → b ↳ c · d ✓ ABCD-EFGH",
    "\u202eright to left\u202c \u200bzero\u2060 width\ufeff",
    "क्\u200dष श्री 👩\u200d👩\u200d👧 e\u0301",
    "\x00\x1b[31mred\x7f \x85 \u2028 \u00a0",
    "\ue000 private \U000e0041 tag",
    "",
]
CLEAN = """async (texts) => {
    const { clean } = await import("/offline/message.js");
    return texts.map((text) => clean(text, 80));
}"""
WRITE = """async ([sheet, lines, name]) => {
    const { link, message } = await import("/offline/message.js");
    const text = message(sheet, lines, name, "27 Nov 2026");
    return [text, link(sheet, text).length];
}"""


def test_what_people_typed_is_made_as_harmless_as_by_the_server(device: Page) -> None:
    assert device.evaluate(CLEAN, HOSTILE) == [clean(text, 80) for text in HOSTILE]


def test_a_long_basket_s_message_still_fits_a_link_and_says_what_is_missing(device: Page) -> None:
    line = {"product": "hindi", "quantity": "150.5", "notes": "रसोई के लिए, जल्दी चाहिए " * 8}
    text, length = device.evaluate(WRITE, [sheet(vectors.PRICES, "hi"), [line] * 30, "प्रिया शर्मा"])
    assert length <= 2000
    assert "अन्य" in text
    assert text.splitlines()[-1].startswith("बिना कनेक्शन के, 27 Nov 2026")


def test_no_message_of_a_device_passes_for_the_shop_s(device: Page) -> None:
    line = {"product": "wall-panel", "quantity": "2", "notes": "✓ ABCD-EFGH"}
    text, _ = device.evaluate(WRITE, [sheet(vectors.PRICES, "en"), [line], "*Quote 7K2M-9XTR-D45*"])
    assert verify(text, secrets=[SECRET]) is None
    assert "*Quote" not in text


def any_list(chance: random.Random) -> PriceList | None:
    if chance.random() < 0.02:
        return None
    items = tuple(any_item(chance, f"item-{number}") for number in range(3))
    return PriceList(chance.randint(1, 10**6), chance.choice(CURRENCIES), NOON, items)


def any_item(chance: random.Random, slug: str) -> PriceItem:
    steps = sorted({chance.randint(1, 10 ** chance.randint(1, 8)) for _ in range(chance.randint(0, 4))})
    prices = sorted(
        (chance.randint(0, 10 ** chance.randint(1, 12)) for _ in range(len(steps) + 1)), reverse=True
    )
    return PriceItem(
        slug=slug,
        category="Flooring",
        name=f"{slug} सागौन",
        unit=chance.choice(UNITS),
        unit_price=Decimal(prices[0]).scaleb(-4),
        breaks=tuple(
            PriceBreak(Decimal(step).scaleb(-3), Decimal(price).scaleb(-4))
            for step, price in zip(steps, prices[1:], strict=True)
        ),
        wastage_percent=Decimal(chance.choice((0, chance.randint(0, 10000)))).scaleb(-2),
        minimum=Decimal(chance.choice((0, chance.randint(0, 5000000)))).scaleb(-3),
        step=Decimal(chance.choice((0, chance.randint(0, 100000)))).scaleb(-3),
        tax_percent=Decimal(chance.choice((0, 18000, chance.randint(0, 100000)))).scaleb(-3),
    )


def any_product(chance: random.Random) -> str:
    return chance.choice(("item-0", "item-1", "item-2", " item-2 ", "gone", ""))


def any_quantity(chance: random.Random) -> str:
    number = Decimal(chance.randint(0, 10 ** chance.randint(1, 9))).scaleb(-chance.randint(0, 4))
    return chance.choice((f"{number:f}", f"{number:,f}", f"{number:f}".replace(".", ","), "", "a few"))
