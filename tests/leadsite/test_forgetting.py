"""What has been kept long enough is forgotten, and nothing that somebody took up meanwhile."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from leadsite.forgetting import forget_some
from leadsite.once.models import IdempotencyKey

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 27, 6, tzinfo=UTC)


def test_what_was_used_again_between_the_look_and_the_deed_stays() -> None:
    old = IdempotencyKey.objects.create(
        scope="api", actor_id="x", key="k", claimed_at=NOW - timedelta(days=2)
    )

    def renewing(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("DELETE"):
            IdempotencyKey.objects.filter(pk=old.pk).update(claimed_at=NOW)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(renewing):
        forget_some(IdempotencyKey.objects.filter(claimed_at__lt=NOW).order_by("claimed_at"), 5)
    assert IdempotencyKey.objects.get() == old
