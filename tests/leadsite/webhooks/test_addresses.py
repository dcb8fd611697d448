import socket
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from leadsite.webhooks.addresses import Refused, Target, target


def answer(monkeypatch: pytest.MonkeyPatch, *found: str) -> None:
    def look_up(name: str, port: int, **kind: Any) -> list[Any]:
        return [(None, None, None, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


def test_what_was_looked_up_is_what_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, "93.184.216.34")
    assert target("https://crm.example.com:8443/in?x=1") == Target(
        "https://93.184.216.34:8443/in?x=1", "crm.example.com:8443", "crm.example.com"
    )


def test_of_several_addresses_the_one_is_taken_that_this_host_reaches_best(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer(monkeypatch, "93.184.216.34", "2606:2800:220:1::1")
    assert target("https://crm.example.com/").url == "https://93.184.216.34:443/"
    answer(monkeypatch, "2606:2800:220:1::1", "1.1.1.1")
    assert target("https://crm.example.com/").url == "https://[2606:2800:220:1::1]:443/"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.8", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104  # never listened on
        "224.0.0.1", "::1", "fe80::1", "fd00::5", "::ffff:10.0.0.8", "64:ff9b::a00:8", "2002:a00:8::",
        "64:ff9b:1::a00:8",
    ],
)  # fmt: skip
def test_nothing_goes_into_a_private_network(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, address)
    with pytest.raises(Refused, match="private network"):
        target("https://crm.example.com/")


def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, "93.184.216.34", "127.0.0.1")
    with pytest.raises(Refused, match="private network"):
        target("https://crm.example.com/")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://crm.example.com/", "Only https"),
        ("ftp://crm.example.com/", "Only https"),
        ("https://neha:secret@crm.example.com/", "name and password"),
        ("https://crm.example.com:99999/", "not known"),
        ("https://no-such-name.invalid/", "not known"),
        ("https:///path", "not known"),
        ("https://[::1]/", "private network"),
        ("https://2130706433/", "private network"),
    ],
)
def test_what_cannot_be_told_says_why(url: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        target(url)


def test_a_shop_may_allow_programs_beside_it(settings: Settings) -> None:
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = True
    assert target("http://127.0.0.1:9000/in").url == "http://127.0.0.1:9000/in"
