"""Staff who wait for a frozen database take no thread away from the customers."""

import contextlib
import threading

import pytest

from tests.faults.scenarios import frozen
from tests.faults.shop import Shop
from tests.faults.traffic import NUMBERS, Line, Staff, quote

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]

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
