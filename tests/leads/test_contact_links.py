from urllib.parse import unquote

import pytest
from pytest_django.fixtures import Settings

from leads.contact_links import ContactLinks, contact_links
from leads.models import Lead

FACTS = {"name": "Priya", "phone": "+919820000001", "email": "priya@example.com", "folio": "7K2M-9XTR-D4Q"}


def links(language: str = "en", **changed: object) -> ContactLinks:
    return contact_links(Lead(**{**FACTS, **changed}), language)


@pytest.fixture(autouse=True)
def shop(settings: Settings) -> None:
    settings.BUSINESS_NAME = "Verma Interiors"


def test_a_customer_with_both_is_reached_in_three_ways() -> None:
    found = links()
    assert (found.call, found.phone) == ("tel:+919820000001", "+91 98200 00001")
    assert found.chat.startswith("https://wa.me/919820000001?text=")
    assert found.mail == "mailto:priya@example.com?subject=Verma%20Interiors%207K2M-9XTR-D4Q"


def test_what_the_customer_did_not_leave_is_no_link() -> None:
    assert links(phone=None, email=None) == ContactLinks()


def test_a_number_without_its_country_can_be_called_and_not_written_to() -> None:
    found = links(phone="9820000001")
    assert (found.call, found.chat) == ("tel:9820000001", "")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Hello Priya, this is Verma Interiors about quote 7K2M-9XTR-D4Q."),
        ("es", "Hola, Priya: te escribimos de Verma Interiors sobre el presupuesto 7K2M-9XTR-D4Q."),
        ("hi", "नमस्ते Priya, हम Verma Interiors से कोटेशन 7K2M-9XTR-D4Q के बारे में लिख रहे हैं।"),
        ("xx", "Hello Priya, this is Verma Interiors about quote 7K2M-9XTR-D4Q."),
    ],
)
def test_the_chat_begins_in_the_customers_language(language: str, text: str) -> None:
    assert unquote(links(language).chat.partition("?text=")[2]) == text


def test_without_a_folio_the_chat_names_none() -> None:
    assert unquote(links(folio=None).chat.partition("?text=")[2]) == "Hello Priya, this is Verma Interiors."


def test_what_a_customer_typed_stays_inside_the_address() -> None:
    found = links(name="P&text=x\n\u202e#", email="a?bcc=x@example.com&body=y")
    assert found.chat.count("?") == 1
    assert "#" not in found.chat
    assert found.mail == "mailto:a%3Fbcc%3Dx@example.com%26body%3Dy?subject=Verma%20Interiors%207K2M-9XTR-D4Q"
