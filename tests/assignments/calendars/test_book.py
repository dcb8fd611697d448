from uuid import uuid4

import pytest

from assignments import publishing
from assignments.calendars import book
from assignments.calendars.drafts import Hours
from assignments.models import CalendarVersion
from tests.assignments.promises import NINE_TO_SIX, NOW, SHOP, calendar

pytestmark = pytest.mark.django_db


def test_the_newest_version_counts() -> None:
    first = calendar()
    draft = Hours("Europe/Berlin", (NINE_TO_SIX,) * 7).draft([])
    second = publishing.publish_calendar(first.calendar, draft, expected=1, note="", actor=None, now=NOW)
    edition = book.newest(first.calendar_id)
    assert edition is not None
    assert (edition.version_id, edition.number, edition.calendar.zone) == (second.pk, 2, "Europe/Berlin")
    assert book.load()[first.calendar_id] == edition


def test_a_version_of_long_ago_can_still_be_reckoned_with() -> None:
    first = calendar()
    draft = Hours("Europe/Berlin", (NINE_TO_SIX,) * 7).draft([])
    publishing.publish_calendar(first.calendar, draft, expected=1, note="", actor=None, now=NOW)
    assert book.compiled(first.pk).zone == SHOP.zone


def test_a_calendar_without_a_version_has_no_edition() -> None:
    assert book.newest(uuid4()) is None
    with pytest.raises(CalendarVersion.DoesNotExist):
        book.compiled(uuid4())


@pytest.mark.parametrize("many", [1, 30])
def test_all_calendars_are_one_query_once_they_are_compiled(
    many: int, django_assert_num_queries: object
) -> None:
    for number in range(many):
        calendar(f"Calendar {number}")
    book.load()
    with django_assert_num_queries(1):  # type: ignore[operator]
        book.load()
