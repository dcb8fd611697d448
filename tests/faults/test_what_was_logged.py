"""The last of the fault suite: what the whole run, with everything that was killed in it, wrote into its log."""

import contextlib

import pytest

from tests.faults.shop import Shop
from tests.faults.traffic import NUMBERS, Line, quote

pytestmark = pytest.mark.faults

CANARY = "canary-of-nobody"


def test_no_log_of_the_run_names_a_customer(shop: Shop) -> None:
    """Every customer of the run is called Customer and a number, and has a number of the same beginning."""
    with contextlib.closing(Line(shop.port)) as line:
        accepted = line.post({**quote(next(NUMBERS), shop.product()), "message": CANARY, "location": CANARY})
        refused = line.post({**quote(next(NUMBERS), shop.product()), "email": CANARY, "name": ""})
    assert (accepted.status, refused.status) == (201, 422)
    shop.get(f"/?name={CANARY}&source={CANARY}")
    shop.get(f"/q/{CANARY}/")
    shop.wait_until_drained(10)
    logged = shop.log.read_text()
    assert "answered 503" in logged, "the run logged nothing: nothing was proved"
    assert [word for word in ("Customer 0", "+9198", "9198000", CANARY) if word in logged] == []
