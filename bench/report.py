"""What the report costs by how many waits it counts: every week's, read and judged when the page is opened.

Run: DATA_DIR=… .venv/bin/python -m bench.report      (after `manage.py generate_leads 200000` in that folder)
"""

import os
import time
from operator import attrgetter
from pathlib import Path

from bench.machine import header


def measure() -> None:
    from django.utils import timezone

    from assignments.clocks.models import ClockName
    from assignments.report import answers, summary
    from assignments.report.page import CHOICES

    for many in CHOICES:
        begin, cpu = time.perf_counter(), time.process_time()
        rows = answers.waited(answers.Weeks(many, timezone.now()), ClockName.FIRST_RESPONSE)
        read = time.perf_counter() - begin
        for key in ("week", "person", "team"):
            summary.by(rows, attrgetter(key))
        took, spent = time.perf_counter() - begin, time.process_time() - cpu
        cost = f"{took:5.2f} s ({read:.2f} s to read), {spent:.2f} s of CPU"
        print(f"{many:2} weeks: {len(rows):7,} waits, {cost}")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadsite.settings")
    import django

    from leadsite.embedded.running import running

    with running(Path(os.environ["DATA_DIR"]).resolve()):
        django.setup()
        print(header("The report by the number of waits"))
        measure()


if __name__ == "__main__":
    main()
