"""How fast a backlog drains, and whether new quotes are held up meanwhile.

Run: .venv/bin/python -m bench.backlog [COUNT]
The database is stopped, COUNT quotes are spooled by the code that the form uses, the database comes back.
Beside it: the same traffic with nothing to drain.
"""

import sys
import time

from bench.machine import header
from tests.faults.outcome import share
from tests.faults.scenarios import refused
from tests.faults.shop import Shop, lost_or_doubled
from tests.faults.traffic import Customers, Sent

FILL = """
import sys
from datetime import UTC, datetime
from uuid import uuid4
from leads.intake import record, spool
from leads.quoting import folio
from django.conf import settings
import secrets
target = spool.Spool(settings.SPOOL_DIR)
for number in range({count}):
    filed = record.SubmissionRecord(
        id=uuid4(), folio=folio.make(secrets.token_bytes(7)), submitted_at=datetime.now(UTC),
        lead=record.LeadFacts(name=f"Backlog {{number:06d}}", phone=f"+9197{{number:08d}}", source="bench"),
        products=(record.ProductLine("Flooring", "Oak laminate", "20 sq ft"),), currency="INR",
        submitted={{"name": f"Backlog {{number:06d}}"}},
    )
    target.write(filed.id, filed.to_json())
"""


def traffic(shop: Shop, product: str, seconds: float) -> list[Sent]:
    customers = Customers(shop.port, product, rate=40).start()
    time.sleep(seconds)
    return customers.stop()


def main(count: int) -> int:
    print(header(f"A backlog of {count:,}"))
    shop = Shop()
    try:
        shop.open()
        product = shop.product()
        idle = traffic(shop, product, 5)
        with refused(shop):
            start = time.perf_counter()
            shop.manage("shell", "-c", FILL.format(count=count))
            print(f"spooled {count / (time.perf_counter() - start):.0f} a second")
        start = time.monotonic()
        customers = Customers(shop.port, product, rate=40).start()
        while shop.waiting() > 20:
            time.sleep(0.05)
        took = time.monotonic() - start
        busy = customers.stop()
        shop.wait_until_drained(30)
        (stored,) = shop.postgres.sql("select count(*) from leads where name like 'Backlog %%'")[0]
        lost, doubled = lost_or_doubled(shop, [*idle, *busy])
    finally:
        shop.close()
    print(
        f"drained {count / took:.0f} a second (at least 2,000), in {took:.1f} s; stored {stored} of {count}"
    )
    p95_idle, p95_busy = (share([post.seconds for post in sent], 0.95) * 1000 for sent in (idle, busy))
    print(
        f"new quotes meanwhile: p95 {p95_busy:.1f} ms, {p95_busy / p95_idle:.1f} times that of an empty spool"
    )
    print(f"of {len(idle) + len(busy)} new quotes lost {len(lost)}, doubled {len(doubled)}")
    return int(count / took < 2000 or stored != count or bool(lost or doubled))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000))
