from dataclasses import replace
from datetime import UTC, datetime

import pytest
import time_machine

from assignments.calendars.jobs import extend_holidays
from assignments.models import CalendarVersion
from tests.assignments.promises import SHOP, calendar

pytestmark = pytest.mark.django_db


@time_machine.travel(datetime(2035, 1, 2, tzinfo=UTC), tick=False)
def test_the_worker_writes_holidays_out_before_they_end() -> None:
    calendar("Berlin", replace(SHOP, country="DE"))
    extend_holidays(timestamp=0)
    newest = CalendarVersion.objects.newest().get(calendar__name="Berlin")
    assert (newest.number, newest.spec["holidays"][-1][0][:4]) == (2, "2045")
