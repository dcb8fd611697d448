"""GET /prices/<version>: the price list as a device keeps it."""

import pytest
from django.test import Client

from leads.offline.price_sheet import price_sheet
from leads.quoting import price_book
from leads.quoting.price_book import FixedPrices
from tests.leads.customers import PRICES


def test_a_sheet_says_what_every_product_costs_and_under_which_rules(shop: Client) -> None:
    sheet = shop.get("/prices/7").json()
    assert (sheet["version"], sheet["currency"], sheet["minor_unit"]) == (7, "INR", 2)
    assert sheet["items"] == [
        {
            "slug": "premium-laminate", "name": "Premium laminate", "unit": "sq_ft", "price": "100",
            "step": "0.001", "wastage": "10", "tax": "18", "breaks": [["1000", "90"]],
        },
        {"slug": "wall-panel", "name": "Wall panel", "unit": "piece", "price": "450", "step": "1"},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "follows"),
    [("en", "Price follows"), ("hi", "कीमत बाद में बताएँगे"), ("es", "Precio por confirmar")],
)
def test_a_sheet_speaks_the_page_s_language(shop: Client, language: str, follows: str) -> None:
    assert shop.get(f"/prices/7?lang={language}").json()["words"]["follows"] == follows


def test_a_form_without_a_price_list_has_a_sheet_of_words(shop: Client) -> None:
    price_book.install()
    sheet = shop.get("/prices/0").json()
    assert (sheet["items"], sheet["currency"]) == (None, "INR")


def test_a_version_that_is_gone_is_not_found(shop: Client) -> None:
    assert shop.get("/prices/6").status_code == 404


def test_numbers_that_strangers_make_up_read_no_disk(shop: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    monkeypatch.setattr(FixedPrices, "copied", lambda self, number: read.append(number))
    assert shop.get("/prices/999").status_code == 404
    assert read == []


def test_a_sheet_that_did_not_change_is_not_sent_again(shop: Client) -> None:
    mark = shop.get("/prices/7").headers["ETag"]
    again = shop.get("/prices/7", headers={"If-None-Match": mark})
    assert (again.status_code, again.content) == (304, b"")


def test_a_sheet_in_another_language_has_another_mark(shop: Client) -> None:
    assert shop.get("/prices/7?lang=hi").headers["ETag"] != shop.get("/prices/7").headers["ETag"]


def test_a_sheet_costs_no_cookie_and_is_asked_for_again_each_time(shop: Client) -> None:
    response = shop.get("/prices/7")
    assert response.headers["Cache-Control"] == "public, no-cache"
    assert not response.cookies


def test_rules_that_are_switched_off_are_left_out() -> None:
    (_, panel) = price_sheet(PRICES)["items"]
    assert panel.keys() == {"slug", "name", "unit", "price", "step"}
