"""Staff who wait for a frozen database take no thread away from the customers."""

import contextlib
import json
import threading
from urllib.parse import urlencode, urlsplit

import pytest

from tests.faults.scenarios import frozen
from tests.faults.shop import Shop
from tests.faults.traffic import NUMBERS, Line, Staff, quote

pytestmark = pytest.mark.faults

MORE_THAN_ALL_THREADS = 150


def test_a_crowd_of_hanging_staff_requests_does_not_hold_up_the_form(shop: Shop) -> None:
    staff, product = Staff(shop.port, shop.sign_in()), shop.product()
    shop.wait_until_drained(10)
    with frozen(shop):
        crowd = [threading.Thread(target=staff.ask, daemon=True) for _ in range(MORE_THAN_ALL_THREADS)]
        for one in crowd:
            one.start()
        with contextlib.closing(Line(shop.port, timeout=2)) as line:
            statuses = [line.post(quote(next(NUMBERS), product)).status for _ in range(30)]
        for one in crowd:
            one.join(15)
    assert statuses == [201] * 30
    assert set(staff.statuses) == {503}
    shop.wait_until_drained(10)


def quote_page(shop: Shop, product: str) -> str:
    """The path of a new customer's quote page."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    with contextlib.closing(Line(shop.port)) as line:
        _, _, answer = line.request("POST", "/", urlencode(quote(next(NUMBERS), product)), headers)
    return urlsplit(json.loads(answer)["quote_url"]).path


def test_a_crowd_that_wants_stored_quotes_does_not_hold_up_those_in_the_spool(shop: Shop) -> None:
    product = shop.product()
    stored = quote_page(shop, product)
    shop.wait_until_drained(10)
    with frozen(shop):
        waiting = quote_page(shop, product)
        crowd = [threading.Thread(target=shop.get, args=(stored,), daemon=True) for _ in range(20)]
        for one in crowd:
            one.start()
        statuses = [shop.get(waiting)[0] for _ in range(10)]
        for one in crowd:
            one.join(15)
    assert statuses == [200] * 10
    shop.wait_until_drained(10)
