"""From the form to WhatsApp, as customers go: with and without a script, by thumb and by keyboard."""

import pytest
from playwright.sync_api import expect

from leads.models import Lead, Submission
from leads.quoting import pasted
from leads.tokens import secrets
from tests.journeys.conftest import Opener
from tests.journeys.customer import LINE, choose, introduce, landed, send, total

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [360, 1280])
def test_a_customer_reaches_whatsapp_with_the_quote_written(open_page: Opener, width: int) -> None:
    page = open_page(width=width)
    choose(page, 0, "premium-laminate", "2000", "matt")
    page.click("#add-line")
    choose(page, 1, "wall-panel", "2")
    total(page, "₹2,34,540.00")
    introduce(page)
    text = send(page)
    lead = Lead.objects.get()
    assert lead.folio is not None
    assert lead.folio in text
    assert "1) Premium laminate" in text
    assert "↳ matt" in text
    assert "*Total ₹2,34,540.00*" in text
    assert pasted.verify(text, secrets=secrets()) is not None
    assert (lead.name, lead.phone, lead.quote_data["total"]) == ("Priya Sharma", "+919820123456", "234540.00")


def test_without_a_script_everything_works_by_buttons(open_page: Opener) -> None:
    page = open_page(java_script_enabled=False)
    choose(page, 0, "premium-laminate", "2000")
    page.click("#add-line")
    assert page.locator(LINE).count() == 2
    choose(page, 1, "wall-panel", "2")
    page.click("#add-line")
    page.click("[value=remove_line-2]")
    page.click("#show-price")
    total(page, "₹2,34,540.00")
    introduce(page)
    assert "*Total ₹2,34,540.00*" in send(page)
    assert Lead.objects.count() == 1


@pytest.mark.parametrize("script", [True, False])
def test_what_is_wrong_is_shown_kept_and_put_right(open_page: Opener, script: bool) -> None:
    page = open_page(java_script_enabled=script)
    choose(page, 0, "wall-panel", "lots")
    page.fill("[name=location]", "Pune")
    page.click("#send")
    expect(page.locator("#problems")).to_be_focused()
    page.click("#problems a >> nth=0")
    expect(page.locator("[name=lines-0-quantity]")).to_be_focused()
    expect(page.locator("[name=location]")).to_have_value("Pune")
    page.fill("[name=lines-0-quantity]", "2")
    introduce(page)
    assert "*Total ₹900.00*" in send(page)


def test_the_whole_way_by_keyboard_alone(open_page: Opener) -> None:
    page = open_page(width=1280, height=800)
    keys = page.keyboard

    def tab_to(name: str) -> None:
        for _ in range(40):
            keys.press("Tab")
            focused = page.evaluate("document.activeElement.name || document.activeElement.id")
            visible = page.evaluate(
                "getComputedStyle(document.activeElement).outlineStyle !== 'none' || document.activeElement.closest('.inline') !== null"
            )
            assert visible, f"nobody sees the focus on {focused}"
            if focused == name:
                return
        raise AssertionError(f"Tab never reached {name}")

    tab_to("lines-0-product")
    keys.type("Wall")
    tab_to("lines-0-quantity")
    keys.type("2")
    tab_to("name")
    keys.type("Priya Sharma")
    tab_to("phone")
    keys.type("98201 23456")
    keys.press("Enter")
    assert "*Total ₹900.00*" in landed(page)


def test_enter_sends_and_never_removes_a_line(open_page: Opener) -> None:
    page = open_page(java_script_enabled=False)
    choose(page, 0, "wall-panel", "2")
    introduce(page)
    page.press("[name=name]", "Enter")
    assert "*Total ₹900.00*" in landed(page)


def test_in_hindi_from_the_form_to_the_message(open_page: Opener) -> None:
    page = open_page(locale="hi-IN")
    expect(page.locator("h1")).to_have_text("आपकी कीमत, एक मिनट में")
    choose(page, 0, "wall-panel", "१२")
    total(page, "₹5,400.00")
    introduce(page, "प्रिया शर्मा", "९८२०१२३४५६")
    text = send(page)
    assert "*कुल ₹5,400.00*" in text
    assert pasted.verify(text, secrets=secrets()) is not None
    assert Lead.objects.get().phone == "+919820123456"


def test_a_link_fills_the_basket_and_names_its_source(open_page: Opener) -> None:
    page = open_page("/?product=wall-panel&quantity=2&source=campaign-x&utm_source=google")
    total(page, "₹900.00")
    introduce(page)
    send(page)
    assert Lead.objects.get().source == "campaign-x"
    assert Submission.objects.get().utm == {"utm_source": "google"}


def test_two_taps_are_one_quote(open_page: Opener) -> None:
    page = open_page()
    choose(page, 0, "wall-panel", "2")
    introduce(page)
    page.evaluate("() => { const button = document.getElementById('send'); button.click(); button.click(); }")
    landed(page)
    assert Submission.objects.count() == 1


def test_back_and_sent_again_is_the_same_quote(open_page: Opener) -> None:
    page = open_page(java_script_enabled=False)
    choose(page, 0, "wall-panel", "2")
    introduce(page)
    first = send(page)
    page.go_back()
    choose(page, 0, "wall-panel", "2")
    introduce(page)
    assert send(page) == first
    assert Submission.objects.count() == 1
