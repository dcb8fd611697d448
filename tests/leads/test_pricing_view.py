"""POST /price: what the script asks while the customer types."""

from django.test import Client
from django.utils import timezone

from leads import tokens
from leads.quoting import price_book
from tests.leads.customers import DEARER, PRICES, basket


def test_the_lines_of_the_form_are_priced(shop: Client) -> None:
    answer = shop.post("/price", basket(("wall-panel", "2"), ("premium-laminate", ""))).json()
    assert answer["success"] is True
    assert (answer["total"], answer["currency"], answer["complete"]) == ("900.00", "INR", True)
    assert [line["ready"] for line in answer["lines"]] == [True, False]


def test_json_is_priced_too(shop: Client) -> None:
    answer = shop.post(
        "/price", {"lines": [{"product": "wall-panel", "quantity": "2"}]}, "application/json"
    ).json()
    assert answer["total"] == "900.00"


def test_a_price_that_the_browser_sends_is_never_read(shop: Client) -> None:
    fields = basket(("wall-panel", "2")) | {"lines-0-price": "1", "lines-0-unit_price": "1", "total": "1"}
    assert shop.post("/price", fields).json()["total"] == "900.00"


def test_a_form_keeps_the_prices_it_was_rendered_with(shop: Client) -> None:
    price_book.install(PRICES, DEARER)
    fields = basket(("wall-panel", "2"))
    assert (
        shop.post("/price", fields | {"token": tokens.issue(timezone.now(), PRICES)}).json()["total"]
        == "900.00"
    )
    assert shop.post("/price", fields).json()["total"] == "1000.00"


def test_the_language_of_the_page_is_the_language_of_the_prices(shop: Client) -> None:
    answer = shop.post("/price", basket(("wall-panel", "2")) | {"lang": "hi"})
    assert answer.headers["Content-Language"] == "hi"
    assert answer.json()["total_label"] == "टैक्स सहित कुल"


def test_prices_are_not_kept_by_anybody(shop: Client) -> None:
    assert shop.post("/price", basket(("wall-panel", "2"))).headers["Cache-Control"] == "no-store"


def test_a_body_that_is_no_json_is_refused(shop: Client) -> None:
    answer = shop.post("/price", b"{", "application/json")
    assert answer.status_code == 422
    assert answer.json() == {"success": False, "error": "The body is not JSON", "fields": {}}


def test_it_rejects_get(shop: Client) -> None:
    assert shop.get("/price").status_code == 405
