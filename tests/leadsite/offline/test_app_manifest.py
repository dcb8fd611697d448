"""The back office as an app on a home screen."""

import struct
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from pytest_django.fixtures import Settings

MANIFEST = "/admin/app.webmanifest"


@pytest.fixture
def manifest(client: Client, settings: Settings) -> dict[str, Any]:
    settings.BUSINESS_NAME = "Verma Interiors"
    told: dict[str, Any] = client.get(MANIFEST).json()
    return told


def pixels(address: str) -> str:
    """Width and height as the PNG itself has them."""
    path = finders.find(address.removeprefix("/static/"))
    assert isinstance(path, str)
    with open(path, "rb") as file:
        width, height = struct.unpack(">II", file.read(24)[16:])
    return f"{width}x{height}"


def test_it_is_the_back_office_and_nothing_else(manifest: dict[str, Any]) -> None:
    assert manifest["name"] == "Verma Interiors back office"
    assert {manifest[name] for name in ("id", "start_url", "scope")} == {"/admin/"}
    assert manifest["display"] == "standalone"


def test_its_icons_are_as_large_as_it_says(manifest: dict[str, Any]) -> None:
    told = [(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]]
    assert told == [("192x192", "any"), ("512x512", "any"), ("192x192", "maskable"), ("512x512", "maskable")]
    assert [pixels(icon["src"]) for icon in manifest["icons"]] == [sizes for sizes, _ in told]


def test_its_shortcuts_lead_to_pages_of_the_day(manifest: dict[str, Any]) -> None:
    told = [(shortcut["name"], shortcut["url"]) for shortcut in manifest["shortcuts"]]
    assert told == [
        ("Today", "/admin/"), ("Leads", "/admin/leads/lead/"), ("Respond", "/admin/respond-next/"),
    ]  # fmt: skip


def test_it_asks_for_no_account(client: Client) -> None:
    answer = client.get(MANIFEST)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/manifest+json")
    assert f'rel="manifest" href="{MANIFEST}"' in client.get("/admin/login/").content.decode()


@pytest.mark.parametrize("app", ["shop", "desk"])
@pytest.mark.parametrize("kind", ["192", "512", "maskable-192", "maskable-512", "apple-180"])
def test_both_apps_have_icons_of_a_few_kilobytes(app: str, kind: str) -> None:
    name = f"leadsite/icons/{app}-{kind}.png"
    size = kind.rpartition("-")[2]
    path = finders.find(name)
    assert isinstance(path, str)
    assert pixels(name) == f"{size}x{size}"
    with open(path, "rb") as file:
        assert len(file.read()) < 10_000
