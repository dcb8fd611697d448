"""Amounts in the staff's templates: {% price amount currency %}, {% difference … %}, {% quantity … %}."""

from decimal import Decimal

from django import template
from django.utils.translation import get_language

from leads.quoting.money import format_money, format_quantity

register = template.Library()
NOTHING = "–"


@register.simple_tag
def price(amount: Decimal | None, currency: str) -> str:
    return NOTHING if amount is None else format_money(amount, currency, get_language() or "en")


@register.simple_tag
def difference(amount: Decimal | None, currency: str) -> str:
    """With its sign: +₹120.00, −₹80.00, ±0 for none."""
    if amount is None:
        return NOTHING
    if not amount:
        return "±0"
    return f"{'+' if amount > 0 else '−'}{price(abs(amount), currency)}"


@register.simple_tag
def quantity(amount: Decimal, currency: str) -> str:
    return format_quantity(amount, get_language() or "en", currency)
