"""A cursor that a browser sends back is read only where PostgreSQL would understand it."""

import pytest

from leadsite.live.cursors import Cursor
from tests.database.access import one


@pytest.mark.parametrize("text", ["1764241200.10:10:", "1764241200.10:13:10,12"])
def test_it_is_read_as_it_is_written(text: str) -> None:
    assert str(Cursor.read(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", "10:10:", "1.10:9:", "1.0:9:", "1.10:13:9", "1.10:13:13", "1.10:13:12,10", "1.10:13:11,11",
     "1.10:13:10,", "1.٣:٣:", "1.10:99999999999999999999:", "1.1:1:'; drop table leads", "1.5:9:" + "5," * 9000],
)  # fmt: skip
def test_what_cannot_be_a_cursor_is_none(text: str) -> None:
    assert Cursor.read(text) is None


@pytest.mark.django_db
def test_postgresql_understands_what_is_read() -> None:
    cursor = Cursor.read("1.10:13:10,12")
    assert cursor is not None
    assert one("select %s::pg_snapshot::text", cursor.snapshot) == cursor.snapshot
