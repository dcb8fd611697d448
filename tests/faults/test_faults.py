"""Whatever happens to the database or the disk: every valid quote is redirected, none is lost or doubled."""

import pytest

from tests.faults.conftest import LONG
from tests.faults.outcome import suffer
from tests.faults.scenarios import FAULTS, Fault
from tests.faults.shop import Shop

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def cookie(shop: Shop) -> str:
    return shop.sign_in()


@pytest.fixture(scope="module")
def product(shop: Shop) -> str:
    return shop.product()


@pytest.mark.parametrize("fault", [pytest.param(fault, id=fault.name) for fault in FAULTS])
def test_customers_notice_nothing_and_nothing_is_lost(
    fault: Fault, shop: Shop, cookie: str, product: str
) -> None:
    missing = fault.needs()
    if missing:
        pytest.skip(f"{fault.name}: {missing}")
    seconds, rate = (10.0, 50.0) if LONG else (2.0, 30.0)
    outcome = suffer(shop, fault, seconds=seconds, rate=rate, cookie=cookie, product=product)
    print("\n" + outcome.line())
    assert (outcome.refused, outcome.lost, outcome.doubled, outcome.parked) == ([], [], [], [])
    assert outcome.posts > seconds * rate / 4
    if not (fault.database_works or fault.brief or fault.name == "one row locked"):
        assert outcome.warned > 0, "the fault was not felt: nothing was proved"
    if not fault.by_import:  # the import is a command of its own, which takes its time to start
        assert outcome.drained <= 5.0
    if LONG:
        assert (outcome.p95 <= 0.020, outcome.slowest <= 0.6) == (True, True)
