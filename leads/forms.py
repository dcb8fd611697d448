"""What a customer may send. Validation fails closed, beside the field; nothing here asks the database."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import get_language, gettext, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from leads import phones
from leads.quoting.calculator import QuantityError, read_quantity
from leads.quoting.price_list import PriceList
from leads.statuses import CustomerRole

MOST_LINES = 50
LONE_SURROGATE = re.compile("[\ud800-\udfff]")

QUANTITY_MESSAGES = {
    "not_a_number": _("Enter the quantity as a number, such as 250."),
    "not_positive": _("The quantity must be more than zero."),
    "too_large": _("That is more than we can price here: the largest quantity is 1,000,000."),
    "too_precise": _("At most three digits after the decimal point, please."),
}
UNKNOWN_PRODUCT = _("We do not have this product any more. Please choose another one.")


class PlainText(forms.CharField):
    """Text that any database can hold: of bounded length, without NUL and without halves of characters."""

    def __init__(self, *, max_length: int, missing: Any = None, **options: Any) -> None:
        super().__init__(max_length=max_length, required=missing is not None, **options)
        self.error_messages["required"] = missing or ""
        self.validators = [check_characters, check_length(max_length)]


def check_characters(text: str) -> None:
    if "\0" in text or LONE_SURROGATE.search(text):
        raise forms.ValidationError(
            _("There is a character in here that cannot be stored. Please type it again."),
            code="characters",
        )


def check_length(most: int) -> Any:
    message = ngettext_lazy(
        "Please keep this to %(most)d character.", "Please keep this to %(most)d characters.", most
    )

    def check(text: str) -> None:
        if len(text) > most:
            raise forms.ValidationError(message % {"most": most}, code="max_length")

    return check


class EnquiryForm(forms.Form):
    """Who asks, and what for. `region` is where phone numbers without a country code are dialled."""

    name = PlainText(max_length=255, missing=_("Tell us your name."))
    phone = PlainText(max_length=40)
    email = PlainText(max_length=255)
    company = PlainText(max_length=255)
    role = PlainText(max_length=100)
    location = PlainText(max_length=255)
    message = PlainText(max_length=4000)

    def __init__(self, *arguments: Any, region: str, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.region = region

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if len(name) < 2:
            raise forms.ValidationError(_("Your name needs at least two letters."), code="short")
        return name

    def clean_phone(self) -> str | None:
        typed: str = self.cleaned_data["phone"]
        try:
            return phones.normalise(typed, self.region) if typed else None
        except ValueError:
            raise forms.ValidationError(
                _("This phone number does not look complete. Please check it, with its country code."),
                code="phone",
            ) from None

    def clean_email(self) -> str | None:
        typed: str = self.cleaned_data["email"]
        if not typed:
            return None
        try:
            forms.EmailField().clean(typed)
        except forms.ValidationError:
            raise forms.ValidationError(
                _("This e-mail address does not look complete. It is written like name@example.com."),
                code="email",
            ) from None
        return typed

    def clean_role(self) -> str | None:
        role: str = self.cleaned_data["role"]
        if role and role not in CustomerRole.values:
            raise forms.ValidationError(_("Please choose one of the list."), code="role")
        return role or None

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        untouched = not self.errors.keys() & {"phone", "email"}
        if untouched and not cleaned.get("phone") and not cleaned.get("email"):
            self.add_error(
                "phone",
                forms.ValidationError(
                    _("Leave us a phone number or an e-mail address, so that we can answer."), code="contact"
                ),
            )
        return cleaned


class LineForm(forms.Form):
    """One product and how much of it. Without a price list any product's name will do."""

    product = PlainText(max_length=255, missing=_("Choose a product."))
    quantity = PlainText(max_length=40, missing=_("How much do you need?"))
    notes = PlainText(max_length=1000)

    def __init__(self, *arguments: Any, price_list: PriceList | None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.price_list = price_list

    def clean_product(self) -> str:
        product: str = self.cleaned_data["product"]
        if self.price_list and self.price_list.item(product) is None:
            raise forms.ValidationError(UNKNOWN_PRODUCT, code="unknown")
        return product

    def clean_quantity(self) -> Any:
        try:
            return read_quantity(self.cleaned_data["quantity"], get_language() or "en")
        except QuantityError as wrong:
            raise forms.ValidationError(QUANTITY_MESSAGES[wrong.code], code=wrong.code) from None


if TYPE_CHECKING:
    LineSet = forms.BaseFormSet[LineForm]
else:
    LineSet = forms.BaseFormSet  # subscriptable for the type checker alone


class BaseLines(LineSet):
    """The basket: empty lines do not count, but there must be one that does."""

    def clean(self) -> None:
        if any(self.errors) or any(form.has_changed() for form in self.forms):
            return
        if not self.forms:
            raise forms.ValidationError(_("Choose at least one product."), code="empty")
        first = self.forms[0]
        first.add_error("product", forms.ValidationError(_("Choose at least one product."), code="empty"))

    def filled(self) -> list[dict[str, Any]]:
        """The cleaned values of the lines that are not empty."""
        return [form.cleaned_data for form in self.forms if form.is_valid() and form.has_changed()]


Lines = cast(
    type[BaseLines],
    forms.formset_factory(
        LineForm, BaseLines, extra=0, max_num=MOST_LINES, absolute_max=MOST_LINES + 1, validate_max=True
    ),
)


def lines(data: Mapping[str, Any], price_list: PriceList | None) -> BaseLines:
    """The formset of the basket in `data`."""
    too_many = ngettext(
        "A quote holds at most %(most)d line. Please send the rest as a second one.",
        "A quote holds at most %(most)d lines. Please send the rest as a second one.",
        MOST_LINES,
    )
    messages = {
        "too_many_forms": too_many % {"most": MOST_LINES},
        "missing_management_form": gettext(
            "The list of products did not arrive whole. Send it again, please."
        ),
    }
    return Lines(data, prefix="lines", form_kwargs={"price_list": price_list}, error_messages=messages)


def problems(enquiry: EnquiryForm | None, basket: BaseLines) -> dict[str, list[str]]:
    """Every message by the name of its field, in the order of the page; "lines" for the basket as a whole."""
    found: dict[str, list[str]] = {}
    if overall := [str(message) for message in basket.non_form_errors()]:
        found["lines"] = overall
    for form in basket.forms:
        found |= {
            f"{form.prefix}-{name}": [str(m) for m in messages] for name, messages in form.errors.items()
        }
    if enquiry is not None:
        found |= {name: [str(m) for m in messages] for name, messages in enquiry.errors.items()}
    return found
