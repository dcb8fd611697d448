"""The form's validation: what is refused, beside which field, and what is forgiven."""

from decimal import Decimal

import pytest

from leads import forms
from leads.quoting.price_list import PriceList
from tests.leads.customers import PRICES, basket, filled


def errors(fields: dict[str, str], price_list: PriceList | None = PRICES) -> dict[str, list[str]]:
    return forms.problems(forms.EnquiryForm(fields, region="IN"), forms.lines(fields, price_list))


def codes(fields: dict[str, str], name: str) -> list[str]:
    form = forms.EnquiryForm(fields, region="IN")
    return [error.code or "" for error in form.errors.as_data().get(name, [])]


def test_a_name_a_phone_and_one_line_are_enough() -> None:
    assert errors(filled()) == {}


def test_an_email_does_instead_of_a_phone() -> None:
    assert errors(filled(phone="", email="priya@example.com")) == {}


def test_neither_phone_nor_email_is_said_beside_the_phone() -> None:
    assert list(errors(filled(phone=""))) == ["phone"]


def test_a_wrong_email_is_not_also_called_a_missing_contact() -> None:
    assert list(errors(filled(phone="", email="priya@"))) == ["email"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "required"),
        (" P ", "short"),
        ("P" * 256, "max_length"),
        ("Pri\0ya", "characters"),
        ("Pri\ud800ya", "characters"),
    ],
)
def test_a_name_is_refused(name: str, code: str) -> None:
    assert codes(filled(name=name), "name") == [code]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("98201 23456", "+919820123456"),
        ("+1 (202) 555-0123", "+12025550123"),
        ("९८२०१२३४५६", "+919820123456"),
    ],
)
def test_a_phone_is_kept_as_e164(typed: str, number: str) -> None:
    form = forms.EnquiryForm(filled(phone=typed), region="IN")
    assert form.is_valid()
    assert form.cleaned_data["phone"] == number


@pytest.mark.parametrize("typed", ["123", "call me", "98201 2345"])
def test_a_phone_that_cannot_be_called_is_refused(typed: str) -> None:
    assert codes(filled(phone=typed), "phone") == ["phone"]


@pytest.mark.parametrize(
    ("field", "longest"),
    [("email", 255), ("company", 255), ("location", 255), ("message", 4000), ("role", 100)],
)
def test_over_long_text_is_refused_beside_its_field(field: str, longest: int) -> None:
    assert codes(filled(**{field: "x" * (longest + 1)}), field) == ["max_length"]


@pytest.mark.parametrize("field", ["email", "company", "location", "message", "role"])
@pytest.mark.parametrize("text", ["a\0b", "a\udc00b"])
def test_characters_no_database_takes_are_refused_beside_their_field(field: str, text: str) -> None:
    assert codes(filled(**{field: text}), field) == ["characters"]


def test_a_role_is_one_of_the_list() -> None:
    assert codes(filled(role="Architect"), "role") == []
    assert codes(filled(role="Astronaut"), "role") == ["role"]


def test_empty_lines_do_not_count() -> None:
    fields = filled(("", ""), ("wall-panel", "2"), ("", ""))
    lines = forms.lines(fields, PRICES)
    assert errors(fields) == {}
    assert [line["quantity"] for line in lines.filled()] == [Decimal(2)]


def test_a_basket_of_empty_lines_is_said_beside_the_first_product() -> None:
    assert errors(filled(("", ""), ("", ""))) == {"lines-0-product": ["Choose at least one product."]}


def test_a_basket_without_lines_is_refused_as_a_whole() -> None:
    assert errors(filled(**{"lines-TOTAL_FORMS": "0"})) == {"lines": ["Choose at least one product."]}


def test_a_form_without_its_management_fields_is_refused_as_a_whole() -> None:
    assert list(errors({"name": "Priya", "phone": "98201 23456"})) == ["lines"]


def test_half_a_line_names_the_half_that_is_missing() -> None:
    assert list(errors(filled(("wall-panel", ""), ("", "3")))) == ["lines-0-quantity", "lines-1-product"]


@pytest.mark.parametrize("quantity", ["0", "-2", "lots", "1000001", "1.2345", "NaN", "1e3"])
def test_a_quantity_that_cannot_be_priced_is_refused(quantity: str) -> None:
    assert list(errors(filled(("wall-panel", quantity)))) == ["lines-0-quantity"]


def test_a_product_that_is_not_on_the_list_is_refused() -> None:
    assert errors(filled(("gold-leaf", "1"))) == {
        "lines-0-product": ["We do not have this product any more. Please choose another one."]
    }


def test_without_a_price_list_any_product_will_do() -> None:
    assert errors(filled(("gold leaf, 22 carat", "1")), None) == {}


def test_fifty_lines_are_a_quote_and_fifty_one_are_not() -> None:
    line = ("wall-panel", "1")
    assert errors(filled(*[line] * 50)) == {}
    assert errors(filled(*[line] * 51)) == {
        "lines": ["A quote holds at most 50 lines. Please send the rest as a second one."]
    }


def test_a_claim_of_a_million_lines_makes_no_million_forms() -> None:
    lines = forms.lines(basket() | {"lines-TOTAL_FORMS": "1000000"}, PRICES)
    assert len(lines.forms) == 51


def test_problems_come_in_the_order_of_the_page() -> None:
    assert list(errors(filled(("wall-panel", "x"), name="", email="@", message="\0"))) == [
        "lines-0-quantity", "name", "email", "message",
    ]  # fmt: skip
