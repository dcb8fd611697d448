"""Who is flagged, and why; nobody is refused here."""

import pytest

from leads.suspects import HONEYPOT, Limit, Signs, cross_site, neighbourhood, reason


def signs(**changed: object) -> Signs:
    return Signs(**{"filled": {}, "seconds": 30.0, "cross_site": False, "program": False, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({}, None),
        ({"filled": {HONEYPOT: "https://spam.example"}}, "honeypot"),
        ({"cross_site": True}, "cross_site"),
        ({"seconds": None}, "no_token"),
        ({"seconds": 1.9}, "too_fast"),
        ({"seconds": 2.0}, None),
        ({"seconds": None, "program": True}, None),
    ],
)
def test_each_sign_has_its_reason(changed: dict[str, object], why: str | None) -> None:
    assert reason(signs(**changed), minimum_seconds=2) == why


@pytest.mark.parametrize(
    ("headers", "foreign"),
    [
        ({}, False),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://shop.example"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, True),
        ({"Sec-Fetch-Site": "same-site", "Origin": "https://evil.shop.example"}, True),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://partner.example"}, False),
        ({"Origin": "https://shop.example"}, False),
        ({"Origin": "https://evil.example"}, True),
        ({"Origin": "null"}, True),
        ({"Origin": "http://["}, True),
    ],
)
def test_a_browser_says_where_a_post_comes_from(headers: dict[str, str], foreign: bool) -> None:
    assert cross_site(headers, "shop.example", ["https://partner.example"]) is foreign


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_an_address_is_over_its_limit_until_the_next_minute() -> None:
    clock = Clock()
    limit = Limit(per_address=2, in_total=100, clock=clock)
    assert [limit.exceeded("192.0.2.1") for _ in range(3)] == [None, None, "flood"]
    assert limit.exceeded("192.0.2.2") is None
    clock.now += 60
    assert limit.exceeded("192.0.2.1") is None


def test_a_flood_from_one_address_makes_nobody_else_suspect() -> None:
    limit = Limit(per_address=2, in_total=5, clock=Clock())
    for _ in range(100):
        limit.exceeded("192.0.2.66")
    assert limit.exceeded("192.0.2.1") is None


def test_all_addresses_together_have_a_limit() -> None:
    limit = Limit(per_address=10, in_total=3, clock=Clock())
    assert [limit.exceeded(f"192.0.2.{number}") for number in range(5)] == [None, None, None, "busy", "busy"]


def test_a_house_with_ipv6_is_one_customer() -> None:
    assert neighbourhood("2001:db8:1:2:aaaa::1") == neighbourhood("2001:db8:1:2:bbbb::2")
    assert neighbourhood("2001:db8:1:3::1") != neighbourhood("2001:db8:1:2::1")
    assert neighbourhood("::ffff:192.0.2.1") == "192.0.2.1"


def test_a_flood_of_made_up_addresses_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leads.suspects.MOST_ADDRESSES", 3)
    limit = Limit(per_address=10, in_total=1000, clock=Clock())
    for number in range(10):
        limit.exceeded(f"192.0.2.{number}")
    assert len(limit.addresses) == 3
