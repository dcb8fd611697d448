"""/manifest.webmanifest: the form as an app under the shop's own name."""

import pytest
from django.contrib.staticfiles.finders import find
from django.test import Client
from pytest_django.fixtures import Settings


def test_the_app_has_the_shop_s_name_and_opens_the_form(shop: Client) -> None:
    response = shop.get("/manifest.webmanifest?lang=hi")
    assert response.headers["Content-Type"] == "application/manifest+json"
    told = response.json()
    assert {name: told[name] for name in ("id", "name", "lang", "start_url", "scope", "display")} == {
        "id": "/",
        "name": "Verma Interiors",
        "lang": "hi",
        "start_url": "/?lang=hi",
        "scope": "/",
        "display": "standalone",
    }


@pytest.mark.parametrize(
    ("name", "short"), [("Verma", "Verma"), ("Verma Interiors", "Verma"), ("Internationale", "Internationa")]
)
def test_a_home_screen_has_room_for_a_short_name(
    shop: Client, settings: Settings, name: str, short: str
) -> None:
    settings.BUSINESS_NAME = name
    assert shop.get("/manifest.webmanifest").json()["short_name"] == short


def test_there_are_icons_for_every_launcher(shop: Client) -> None:
    icons = shop.get("/manifest.webmanifest").json()["icons"]
    assert {(one["sizes"], one["purpose"]) for one in icons} == {
        ("any", "any"),
        ("192x192", "any"),
        ("512x512", "any"),
        ("192x192", "maskable"),
        ("512x512", "maskable"),
    }
    assert all(find(one["src"].removeprefix("/static/")) for one in icons)


def test_the_form_names_its_manifest_in_its_language(shop: Client) -> None:
    page = shop.get("/?lang=es").content.decode()
    assert '<link rel="manifest" href="/manifest.webmanifest?lang=es">' in page
