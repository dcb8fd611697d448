"""What open pages were told is kept for an hour."""

import pytest

from leadsite.live import jobs
from tests.database.access import lead, one, run

pytestmark = pytest.mark.django_db


def test_what_is_over_an_hour_old_is_forgotten() -> None:
    lead()
    run("update live_events set noted_at = now() - interval '61 minutes'")
    lead(email="another@example.com")
    run(
        "update live_events set noted_at = now() - interval '59 minutes' where noted_at > now() - interval '1 hour'"
    )
    kept = one("select count(*) from live_events where noted_at > now() - interval '1 hour'")
    assert jobs.prune() > 0
    assert one("select count(*) from live_events") == kept > 0
