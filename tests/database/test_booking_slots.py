"""Nobody is booked twice, whoever writes to the log; slots follow from it."""

from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from tests.database.access import STAFF, activity, data_api, lead, run

pytestmark = pytest.mark.django_db
TEN, ELEVEN, NOON = (f"2098-12-02T{hour}:00:00+05:30" for hour in (10, 11, 12))
SLOTS = "select staff_id, starts_at, ends_at from booking_slots"


def visit(begins: str = TEN, ends: str = ELEVEN, *, status: str = "pending", **facts: object) -> UUID:
    kept = {"staff_id": "neha", "timezone": "Asia/Kolkata", "starts_at": begins, "ends_at": ends, **facts}
    return activity(
        lead(email=f"{begins}.{ends}.{status}@example.com"), "booking", status=status, metadata=kept
    )


@pytest.mark.parametrize(
    ("status", "many"), [("pending", 1), ("confirmed", 1), ("declined", 0), ("cancelled", 0)]
)
def test_a_visit_takes_its_time_while_it_may_take_place(status: str, many: int) -> None:
    visit(status=status)
    assert len(run(SLOTS)) == many


def test_a_confirmed_visit_keeps_its_time_and_a_cancelled_one_gives_it_back() -> None:
    key = visit()
    run("update lead_activity set status = 'confirmed' where id = %s", key)
    assert len(run(SLOTS)) == 1
    run("update lead_activity set status = 'cancelled' where id = %s", key)
    assert run(SLOTS) == []


@pytest.mark.parametrize("status", ["pending", "confirmed"])
def test_plain_sql_cannot_book_anybody_twice(status: str) -> None:
    visit(ends=NOON)
    with pytest.raises(IntegrityError, match="booking_slots_once"), transaction.atomic():
        visit(ELEVEN, NOON, status=status)


def test_an_end_is_free_for_the_next_beginning() -> None:
    visit()
    visit(ELEVEN, NOON)
    assert len(run(SLOTS)) == 2


@pytest.mark.parametrize(
    ("begins", "ends", "facts"),
    [
        ("tomorrow", ELEVEN, {}),
        (ELEVEN, TEN, {}),
        (TEN, TEN, {}),
        ("2001-01-01T10:00:00Z", "2001-01-01T11:00:00Z", {}),
        (TEN, ELEVEN, {"staff_id": None}),
        (TEN, ELEVEN, {"staff_id": "x" * 256}),
    ],
)  # fmt: skip
def test_what_cannot_be_read_or_is_over_takes_no_time(
    begins: str, ends: str, facts: dict[str, object]
) -> None:
    visit(begins, ends, **facts)
    assert run(SLOTS) == []


def test_a_colleague_of_the_data_api_books_through_the_log_alone(transactional_db: None) -> None:
    priya = lead()
    with data_api() as api:
        api.run(
            "insert into leads (id, name, email) values (%s, 'Priya', 'p@example.com') on conflict (id) do nothing",
            priya,
        )
        book = (
            "insert into lead_activity (lead_id, type, status, message, actor_type, actor_id, metadata) values"
            f""" (%s, 'booking', 'pending', 'Visit', 'user', 'sales_user_5', '{{"staff_id": "neha",
            "starts_at": "{TEN}", "ends_at": "{ELEVEN}", "timezone": "Asia/Kolkata"}}')"""
        )
        with api.role("authenticated", STAFF):
            assert api.refused(book, priya) == ""
            assert api.refused(book, priya) == "23P01"
            assert api.refused("delete from booking_slots") == "42501"
            assert api.refused("select from booking_slots") == "42501"
