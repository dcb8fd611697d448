"""The form at `/`, by HTTP: shown, edited without a script, refused, accepted."""

import re
from datetime import timedelta
from decimal import Decimal
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from leads import suspects, tokens, views
from leads.quoting import price_book
from leadsite.telemetry.models import AnalyticsEvent
from tests.leads.conftest import Desk
from tests.leads.customers import DEARER, PRICES, filled

JSON = {"headers": {"Accept": "application/json"}}


def opened(shop: Client, address: str = "/", **options: object) -> str:
    return shop.get(address, **options).content.decode()  # type: ignore[arg-type]


def value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)
    assert found is not None, f"no field {name}"
    return found[1]


def options(page: str) -> list[str]:
    return re.findall(r'<option value="([a-z0-9-]+)"', page)


def chosen(page: str) -> list[str]:
    return re.findall(r'<option value="([a-z0-9-]+)"[^>]* selected', page)


# --- shown ------------------------------------------------------------------


def test_the_form_offers_the_price_list(shop: Client) -> None:
    assert options(opened(shop)) == ["premium-laminate", "wall-panel"]


def test_the_form_carries_a_signed_token_and_no_cookie(shop: Client) -> None:
    response = shop.get("/")
    assert tokens.Form.of({"token": value(response.content.decode(), "token")}, timezone.now()).version == 7
    assert not response.cookies


def test_a_fresh_form_may_be_kept_by_shared_caches_by_language_alone(shop: Client) -> None:
    response = shop.get("/")
    assert response.headers["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert "Cookie" not in response.headers["Vary"]
    assert "Accept-Language" in response.headers["Vary"]


def test_a_link_fills_basket_source_and_campaign(shop: Client) -> None:
    page = opened(shop, "/?product=wall-panel&quantity=20&source=campaign-x&utm_source=google&other=1")
    assert chosen(page) == ["wall-panel"]
    assert value(page, "lines-0-quantity") == "20"
    assert value(page, "source") == "campaign-x"
    assert value(page, "utm_source") == "google"
    assert "₹9,000.00" in page


def test_what_a_link_says_is_shown_as_text(shop: Client) -> None:
    page = opened(shop, '/?product=x&quantity=<script>alert(1)</script>&source="><script>')
    assert "<script>" not in page


@pytest.mark.parametrize(
    ("languages", "title"),
    [
        ("en-IN,en;q=0.9", "Your price, in a minute"),
        ("hi-IN,hi;q=0.9,en;q=0.8", "आपकी कीमत, एक मिनट में"),
        ("es-MX,es;q=0.9", "Tu precio, en un minuto"),
        ("fr", "Your price, in a minute"),
    ],
)
def test_the_browser_s_language_is_spoken(shop: Client, languages: str, title: str) -> None:
    assert title in opened(shop, headers={"Accept-Language": languages})


def test_a_language_picked_on_the_page_wins(shop: Client) -> None:
    response = shop.get("/?lang=hi", headers={"Accept-Language": "es"})
    assert response.headers["Content-Language"] == "hi"
    assert value(response.content.decode(), "lang") == "hi"


def test_without_a_price_list_products_are_typed(shop: Client) -> None:
    price_book.install()
    assert 'name="lines-0-product" type="text"' in opened(shop)


def test_the_page_is_compressed_on_the_way(shop: Client) -> None:
    assert shop.get("/", headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"


# --- edited without a script --------------------------------------------------


def test_add_line_keeps_everything_and_goes_on_in_the_new_line(shop: Client, desk: Desk) -> None:
    response = shop.post("/", filled(("wall-panel", "2", "white"), email="half@", action="add_line"))
    page = response.content.decode()
    assert response.status_code == 200
    assert value(page, "lines-TOTAL_FORMS") == "2"
    assert value(page, "lines-0-notes") == "white"
    assert value(page, "email") == "half@"
    assert re.search(r'id="id_lines-1-product"[^>]* autofocus', page)
    assert 'class="error"' not in page
    assert desk.records == []


def test_remove_line_takes_that_line_away(shop: Client) -> None:
    fields = filled(
        ("wall-panel", "1"), ("premium-laminate", "2"), ("wall-panel", "3"), action="remove_line-1"
    )
    assert chosen(shop.post("/", fields).content.decode()) == ["wall-panel", "wall-panel"]


@pytest.mark.parametrize("action", ["remove_line-0", "remove_line-7"])
def test_a_form_never_has_less_than_one_line(shop: Client, action: str) -> None:
    page = shop.post("/", filled(action=action)).content.decode()
    assert value(page, "lines-TOTAL_FORMS") == "1"


def test_the_fifty_first_line_is_not_added(shop: Client) -> None:
    page = shop.post("/", filled(*[("wall-panel", "1")] * 50, action="add_line")).content.decode()
    assert value(page, "lines-TOTAL_FORMS") == "50"


def test_price_shows_prices_and_what_cannot_be_priced(shop: Client, desk: Desk) -> None:
    response = shop.post("/", filled(("wall-panel", "2"), ("wall-panel", "lots"), name="", action="price"))
    page = response.content.decode()
    assert response.status_code == 200
    assert "₹900.00" in page
    assert page.count('class="error"') == 1
    assert desk.records == []


# --- refused ------------------------------------------------------------------


def test_what_is_wrong_is_beside_the_field_and_summed_up_on_top_with_focus(shop: Client, desk: Desk) -> None:
    response = shop.post("/", filled(("wall-panel", "lots", "white"), name="", location="Pune"))
    page = response.content.decode()
    assert response.status_code == 422
    assert re.findall(r'<li><a href="#([^"]+)"', page) == ["id_lines-0-quantity", "id_name"]
    assert re.search(r'id="problems" role="alert" tabindex="-1" autofocus', page)
    assert 'aria-describedby="id_name_error"' in page
    assert value(page, "lines-0-notes") == "white"
    assert value(page, "location") == "Pune"
    assert desk.records == []


def test_a_refused_form_keeps_its_token_and_is_kept_by_nobody(shop: Client) -> None:
    token = tokens.issue(timezone.now(), PRICES)
    response = shop.post("/", filled(name="", token=token))
    assert value(response.content.decode(), "token") == token
    assert response.headers["Cache-Control"] == "no-store"


def test_several_lines_are_told_apart_in_the_summary(shop: Client) -> None:
    page = shop.post("/", filled(("wall-panel", "1"), ("wall-panel", ""))).content.decode()
    assert "Line 2: How much do you need?" in page


def test_errors_speak_the_language_of_the_page(shop: Client) -> None:
    page = shop.post("/", filled(name="", lang="hi")).content.decode()
    assert "अपना नाम बताएँ।" in page


def test_a_program_gets_the_errors_by_field(shop: Client) -> None:
    response = shop.post("/", filled(("wall-panel", "0"), name=""), **JSON)
    assert response.status_code == 422
    assert response.json() == {
        "success": False,
        "error": "2 things need your attention",
        "fields": {
            "lines-0-quantity": ["The quantity must be more than zero."],
            "name": ["Tell us your name."],
        },
    }


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff\xfe"])
def test_a_body_that_cannot_be_read_is_refused(shop: Client, body: bytes) -> None:
    response = shop.post("/", body, "application/json")
    assert response.status_code == 422
    assert response.json()["success"] is False


def test_lone_surrogates_and_nul_are_refused_not_a_crash(shop: Client, desk: Desk) -> None:
    body = {
        "name": "Pri\ud800ya",
        "phone": "98201 23456",
        "message": "\0",
        "lines": [{"product": "wall-panel", "quantity": "1"}],
    }
    response = shop.post("/", body, "application/json")
    assert response.status_code == 422
    assert list(response.json()["fields"]) == ["name", "message"]
    assert desk.records == []


# --- accepted -----------------------------------------------------------------


def test_a_quote_is_handed_over_to_whatsapp(shop: Client, desk: Desk) -> None:
    response = shop.post("/", filled(("wall-panel", "2")))
    address = urlsplit(response.headers["Location"])
    text = parse_qs(address.query)["text"][0]
    assert response.status_code == 303
    assert (address.scheme, address.netloc, address.path) == ("https", "wa.me", "/919820099999")
    assert text.startswith("Hello Verma Interiors")
    assert desk.record.folio in text
    assert "₹900.00" in text
    assert f"http://testserver/q/{tokens.quote_page(desk.record.id)}/" in text


def test_a_program_gets_the_facts(shop: Client, desk: Desk) -> None:
    response = shop.post("/", filled(("wall-panel", "2")), **JSON)
    answer = response.json()
    assert response.status_code == 201
    assert unquote(answer.pop("whatsapp_url")).startswith(
        "https://wa.me/919820099999?text=Hello Verma Interiors"
    )
    assert answer == {
        "success": True,
        "folio": desk.record.folio,
        "total": "900.00",
        "currency": "INR",
        "quote_url": f"http://testserver/q/{tokens.quote_page(desk.record.id)}/",
    }


def test_a_json_body_is_taken_too(shop: Client, desk: Desk) -> None:
    body = {"name": "Priya", "email": "p@example.com", "lines": [{"product": "wall-panel", "quantity": 2}]}
    assert shop.post("/", body, "application/json").status_code == 201
    assert desk.record.quote_total == Decimal("900.00")


def test_a_database_that_is_down_is_a_warning_to_programs_and_nothing_to_customers(
    shop: Client, desk: Desk
) -> None:
    desk.warning = "db_down"
    assert shop.post("/", filled(), **JSON).json()["warning"] == "db_down"
    assert shop.post("/", filled()).status_code == 303


def test_sent_twice_it_is_one_submission_and_the_same_redirect(shop: Client, desk: Desk) -> None:
    fields = filled(token=tokens.issue(timezone.now(), PRICES))
    first, again = shop.post("/", fields), Client().post("/", fields)
    assert again.headers["Location"] == first.headers["Location"]
    assert len({record.id for record in desk.records}) == 1


def test_a_page_from_a_cache_sent_by_two_customers_is_two_submissions(shop: Client, desk: Desk) -> None:
    token = tokens.issue(timezone.now(), PRICES)
    shop.post("/", filled(token=token))
    shop.post("/", filled(token=token, name="Neha Patel", phone="98201 23457"))
    assert len({record.id for record in desk.records}) == 2


def test_the_price_is_the_one_the_form_showed_whatever_the_browser_sends(shop: Client, desk: Desk) -> None:
    token = tokens.issue(timezone.now(), PRICES)
    price_book.install(PRICES, DEARER)
    shop.post("/", filled(("wall-panel", "2"), token=token, total="1") | {"lines-0-unit_price": "1"})
    assert desk.record.quote_total == Decimal("900.00")


def test_without_a_price_list_the_enquiry_is_taken_as_typed(shop: Client, desk: Desk) -> None:
    price_book.install()
    response = shop.post("/", filled(("Oak floor", "20")), **JSON)
    assert response.json()["total"] is None
    assert desk.record.products[0].product == "Oak floor"


def test_the_visitor_is_known_again_by_a_cookie_of_the_post(shop: Client, desk: Desk) -> None:
    first = shop.post("/", filled())
    shop.post("/", filled(name="Neha Patel"))
    assert first.cookies["visitor"]["httponly"]
    assert first.cookies["visitor"]["samesite"] == "Lax"
    assert desk.records[0].visitor_id == desk.records[1].visitor_id


def test_a_made_up_visitor_is_a_new_one(shop: Client, desk: Desk) -> None:
    shop.cookies["visitor"] = "'; drop table leads"
    shop.post("/", filled())
    assert desk.record.visitor_id is not None


def test_the_receipt_for_the_script_leads_to_the_quote(shop: Client, desk: Desk) -> None:
    token, _, seconds = shop.post("/", filled()).cookies["receipt"].value.partition(".")
    assert tokens.quote_page_id(token) == desk.record.id
    assert seconds.isdecimal()


KEPT = {"kept_at": "2026-11-27T10:12:30Z", "kept_estimate": "INR 450.00"}


def test_a_quote_that_a_device_kept_is_the_one_that_it_tried_to_send_before(shop: Client, desk: Desk) -> None:
    token = value(opened(shop), "token")
    for later in ({}, KEPT):
        shop.post("/", filled(token=token, **later))
    assert len({(record.id, record.folio, record.payload_hash) for record in desk.records}) == 1


def test_a_quote_that_a_device_kept_says_so_and_counts_from_when_it_came(shop: Client, desk: Desk) -> None:
    before = timezone.now()
    shop.post("/", filled(**KEPT))
    assert desk.record.submitted["kept"] == {"at": "2026-11-27T10:12:30+00:00", "estimate": "INR 450.00"}
    assert desk.record.submitted_at >= before


@pytest.mark.parametrize(("days", "tried", "total"), [(2, "1", None), (2, "", "450.00"), (0, "1", "450.00")])
def test_who_sends_an_old_quote_again_is_told_no_total_that_may_not_be_the_stored_one(
    shop: Client, desk: Desk, days: int, tried: str, total: str | None
) -> None:
    token = tokens.issue(timezone.now() - timedelta(days=days, minutes=1), PRICES)
    answer = shop.post("/", filled(token=token, **KEPT, kept_tried=tried), **JSON).json()
    assert (answer["folio"], answer["total"]) == (desk.record.folio, total)


def test_a_quote_that_a_device_kept_leaves_no_receipt_for_the_page(shop: Client, desk: Desk) -> None:
    assert shop.post("/", filled(**KEPT), **JSON).cookies.keys() == {"visitor"}


def test_an_accepted_quote_is_kept_by_nobody(shop: Client) -> None:
    assert shop.post("/", filled()).headers["Cache-Control"] == "no-store"


def test_telemetry_learns_that_the_page_s_basket_was_sent(
    shop: Client, desk: Desk, told: list[AnalyticsEvent]
) -> None:
    desk.warning = "db_down"
    shop.post("/", filled(("wall-panel", "2"), page="a1b2c3d4e5f6"))
    assert [(event.name, event.page_token) for event in told] == [
        ("submitted", "a1b2c3d4e5f6"), ("db_down", "a1b2c3d4e5f6"),
    ]  # fmt: skip
    assert told[0].data == {"lines": 1, "currency": "INR", "total": "900.00"}


# --- suspects -------------------------------------------------------------------


def genuine() -> str:
    return tokens.issue(timezone.now() - timedelta(minutes=1), PRICES)


@pytest.mark.parametrize(
    ("changed", "headers", "why"),
    [
        ({}, {}, None),
        ({"homepage": "https://spam.example"}, {}, "honeypot"),
        ({}, {"Origin": "https://evil.example"}, "cross_site"),
        ({}, {"Sec-Fetch-Site": "cross-site"}, "cross_site"),
        ({"token": ""}, {}, None),
        ({"token": ""}, {"Origin": "http://testserver"}, "no_token"),
        ({"token": ""}, {"Sec-Fetch-Site": "same-origin"}, "no_token"),
        ({"token": "forged"}, {}, "no_token"),
    ],
)
def test_a_suspect_is_flagged_and_redirected_like_anyone(
    shop: Client, desk: Desk, changed: dict[str, str], headers: dict[str, str], why: str | None
) -> None:
    response = shop.post("/", filled(**{"token": genuine(), **changed}), headers=headers)
    assert response.status_code == 303
    assert response.headers["Location"].startswith("https://wa.me/")
    assert desk.record.suspect == why


def test_a_form_filled_faster_than_hands_can_is_flagged(shop: Client, desk: Desk, settings: Settings) -> None:
    settings.INTAKE_MINIMUM_SECONDS = 2
    shop.post("/", filled(token=tokens.issue(timezone.now(), PRICES)))
    assert desk.record.suspect == "too_fast"


def test_a_flood_from_one_address_is_flagged_and_redirected(
    shop: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "limit", suspects.Limit(per_address=1, in_total=100))
    statuses = [shop.post("/", filled(token=genuine(), name=f"Priya {n}")).status_code for n in range(3)]
    assert statuses == [303, 303, 303]
    assert [record.suspect for record in desk.records] == [None, "flood", "flood"]


# --- and nothing of it asks the database ------------------------------------------


@pytest.mark.django_db
def test_no_part_of_the_form_touches_the_database(shop: Client) -> None:
    def refuse(*arguments: object) -> None:
        raise AssertionError("the request thread asked the database")

    with connection.execute_wrapper(refuse):
        assert shop.get("/").status_code == 200
        assert shop.post("/price", filled()).status_code == 200
        assert shop.post("/", filled(action="add_line")).status_code == 200
        assert shop.post("/", filled(name="")).status_code == 422
        assert shop.post("/", filled()).status_code == 303
        assert shop.post("/telemetry", b'{"name": "form_viewed"}', "application/json").status_code == 204


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_it_rejects_other_methods(shop: Client, method: str) -> None:
    assert getattr(shop, method)("/").status_code == 405
