"""Two colleagues who promise the same person at the same moment, on connections of their own."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from activity.bookings import workflow
from activity.bookings.models import BookingSlot
from activity.kinds import SYSTEM
from activity.models import Activity
from activity.recorder import Closed
from leads.exceptions import Refused
from tests.activity.bookings.visits import HOUR, NEHA, NOW, TEN, plan, proposed
from tests.leads.facts import lead
from tests.people import bob
from tests.racing import alone, at_once, one_after_the_other

pytestmark = pytest.mark.django_db(transaction=True)


def told(results: tuple[object, ...] | list[object]) -> list[str]:
    return sorted(type(one).__name__ for one in results)


def test_of_two_leads_that_ask_for_one_colleague_one_gets_them() -> None:
    person, first, second = bob(), lead(1), lead(2)
    results = one_after_the_other(lambda: proposed(first, person), lambda: proposed(second, person))
    assert told(results) == ["Activity", "Refused"]
    assert (str(results[1]), Activity.objects.count()) == ("double_booked Bob Rao", 1)


def test_a_rush_for_one_hour_books_it_once() -> None:
    person, rows = bob(), [lead(number) for number in range(1, 17)]
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda row: alone(lambda: proposed(row, person)), rows))
    assert told(results) == ["Activity"] + ["Refused"] * 15
    assert BookingSlot.objects.count() == 1


def test_a_rush_of_different_hours_books_each() -> None:
    person, rows = bob(), [lead(number) for number in range(1, 17)]
    with ThreadPoolExecutor(8) as pool:
        jobs = [
            pool.submit(alone, lambda row=row, hour=hour: proposed(row, person, TEN + hour * HOUR))
            for hour, row in enumerate(rows)
        ]
        results = [job.result() for job in jobs]
    assert told(results) == ["Activity"] * 16


def test_the_customer_confirms_while_a_colleague_calls_off_and_one_of_them_is_told() -> None:
    row = lead()
    visit = proposed(row, bob())
    results = at_once(
        row.pk,
        lambda: workflow.confirm(activity_id=visit.pk, actor=SYSTEM, now=NOW),
        lambda: workflow.decline(activity_id=visit.pk, words="", actor=NEHA, now=NOW),
    )
    visit.refresh_from_db()
    # Who confirms first may still decline; who declines first is not confirmed any more.
    assert visit.status in ("cancelled", "declined")
    assert all(isinstance(one, Activity | Closed) for one in results)


def test_two_who_move_one_visit_move_it_once() -> None:
    row, person = lead(), bob()
    visit = proposed(row, person)

    def move(hours: int) -> Activity:
        return workflow.move(
            activity_id=visit.pk, plan=plan(person, TEN + hours * HOUR), reason="Traffic", actor=NEHA, now=NOW
        )

    results = at_once(row.pk, lambda: move(1), lambda: move(2))
    assert told(results) == ["Activity", "Closed"]
    assert BookingSlot.objects.count() == 1


def test_a_move_into_the_time_of_another_is_refused_and_changes_nothing() -> None:
    person, first, second = bob(), lead(1), lead(2)
    visit = proposed(second, person, TEN + HOUR)
    results = one_after_the_other(
        lambda: proposed(first, person),
        lambda: workflow.move(activity_id=visit.pk, plan=plan(person), reason="Earlier", actor=NEHA, now=NOW),
    )
    assert isinstance(results[1], Refused)
    visit.refresh_from_db()
    assert visit.status == "pending"
