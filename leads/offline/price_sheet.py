"""What a device needs to price a basket by itself: the list, how its language writes numbers, and the words.

leads/static/leads/offline/ reads it. Amounts are decimals in text, as the price list keeps them.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext

from leads.basket import NOTHING, ONE, SEVERAL
from leads.forms import QUANTITY_MESSAGES, UNKNOWN_PRODUCT
from leads.offline.words import device_words
from leads.quoting.money import locale_for, minor_unit, plain, writing
from leads.quoting.price_list import UNITS, PriceItem, PriceList
from leads.quoting.whatsapp import link, unit_words

FORMAT = 1
NO_LIST = 0  # the version that a form without a price list names


def price_sheet(price_list: PriceList | None) -> dict[str, Any]:
    """In the active language. Without a list the words alone: every price follows then."""
    currency = price_list.currency if price_list else settings.CURRENCY
    language = get_language() or "en"
    return {
        "format": FORMAT,
        "version": price_list.version if price_list else NO_LIST,
        "language": language,
        "locale": str(locale_for(language, currency)).replace("_", "-"),
        "currency": currency,
        "minor_unit": minor_unit(currency),
        "items": [item(one) for one in price_list.items] if price_list else None,
        "writing": writing(language, currency),
        "units": {unit: [unit_words(unit, ONE), unit_words(unit, SEVERAL)] for unit in UNITS},
        "words": {**price_words(), **device_words()},
        "business": settings.BUSINESS_NAME,
        "link": link(settings.WHATSAPP_NUMBER, ""),
    }


def item(one: PriceItem) -> dict[str, Any]:
    """Rules that are switched off are left out."""
    rules = {"wastage": one.wastage_percent, "minimum": one.minimum, "tax": one.tax_percent}
    return {
        "slug": one.slug,
        "name": one.name,
        "unit": one.unit,
        "price": plain(one.unit_price),
        "step": plain(one.billing_step),
        **{name: plain(value) for name, value in rules.items() if value != Decimal(0)},
        **(
            {"breaks": [[plain(b.minimum_quantity), plain(b.unit_price)] for b in one.breaks]}
            if one.breaks
            else {}
        ),
    }


def price_words() -> Mapping[str, str]:
    """The sentences of leads/basket.py, with their places for numbers left open."""
    return {
        "nothing": NOTHING,
        "total": gettext("Total with tax"),
        "follows": gettext("Price follows"),
        "per_unit": gettext("%(price)s per %(unit)s"),
        "wastage": gettext("%(percent)s%% for cutting"),
        "minimum": gettext("smallest order %(quantity)s"),
        "step": gettext("sold in steps of %(quantity)s"),
        "raised": gettext("You get %(quantity)s (%(because)s)"),
        "better": gettext("only %(price)s from %(quantity)s"),
        "unknown": str(UNKNOWN_PRODUCT),
        **{code: str(message) for code, message in QUANTITY_MESSAGES.items()},
    }
