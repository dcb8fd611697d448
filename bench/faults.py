"""Every fault for ten seconds under 50 posts and 20 staff requests a second: what the customer notices.

Run: .venv/bin/python -m bench.faults [NAME OF A FAULT ...]
"""

import contextlib
import sys

from bench.machine import header
from tests.faults.conftest import prepared
from tests.faults.outcome import suffer
from tests.faults.scenarios import FAULTS, Fault

NONE = Fault("none", lambda shop: contextlib.nullcontext())


def main(names: list[str]) -> int:
    print(header("Faults"))
    shop = prepared()
    failed = 0
    try:
        shop.open()
        cookie, product = shop.sign_in(), shop.product()
        for fault in [NONE, *FAULTS]:
            if names and fault.name not in names:
                continue
            missing = fault.needs()
            if missing:
                print(f"{fault.name:<24} skipped: {missing}")
                continue
            outcome = suffer(shop, fault, seconds=10, rate=50, cookie=cookie, product=product)
            good = not (outcome.refused or outcome.lost or outcome.doubled or outcome.parked)
            good &= outcome.p95 <= 0.020 and outcome.slowest <= 0.6 and outcome.drained <= 5
            failed += not good
            print(outcome.line() + ("" if good else "  MISSED"), flush=True)
    finally:
        shop.close()
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
