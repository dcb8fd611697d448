"""Amounts in the staff's templates: {% price amount currency %}, {% difference … %}, {% quantity … %}."""

from decimal import Decimal

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from leads.quoting.models import PriceItem
from leads.quoting.money import format_money, format_quantity
from leads.quoting.whatsapp import unit_words

register = template.Library()
NOTHING = "–"
CALLED = {"breaks": lambda: _("Larger quantities")}


@register.simple_tag
def price(amount: Decimal | None, currency: str) -> str:
    return NOTHING if amount is None else format_money(amount, currency, get_language() or "en")


@register.simple_tag
def difference(amount: Decimal | None, currency: str) -> str:
    """With its sign: +₹120.00, −₹80.00; in words where there is none."""
    if amount is None:
        return NOTHING
    if not amount:
        return _("the same")
    return f"{'+' if amount > 0 else '−'}{price(abs(amount), currency)}"


@register.simple_tag
def quantity(amount: Decimal, currency: str, unit: str = "") -> str:
    number = format_quantity(amount, get_language() or "en", currency)
    return f"{number} {unit_words(unit, amount)}".rstrip()


@register.filter
def column(name: str) -> str:
    """What a field of the price list is called where people read it."""
    if name in CALLED:
        return CALLED[name]()
    named = {field.name: str(field.verbose_name) for field in PriceItem._meta.fields}
    return named.get(name, name).capitalize()
