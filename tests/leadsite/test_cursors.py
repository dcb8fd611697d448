from datetime import UTC, datetime
from uuid import UUID

import pytest

from leadsite.cursors import Cursor, read

KEY = UUID("019ab000-0000-7000-8000-000000000001")
AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("cursor", [Cursor(AT, KEY), Cursor(None, KEY)])
def test_a_cursor_is_read_back_from_its_text(cursor: Cursor) -> None:
    assert read(str(cursor)) == cursor


@pytest.mark.parametrize(
    "text", ["", "x", "never_", f"2026-11-21T09:30:00_{KEY}", f"_{KEY}", "never_x", "\0_\0"]
)
def test_what_is_no_cursor_is_the_first_page(text: str) -> None:
    assert read(text) is None
