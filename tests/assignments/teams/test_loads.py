import pytest

from assignments.teams import loads
from assignments.teams.loads import Difference
from tests.database.access import lead, one, run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_of_neha() -> None:
    for number in (1, 2):
        lead(email=f"priya.{number}@example.com", owner_id="neha")


def test_loads_are_those_of_the_owners_who_were_asked_for() -> None:
    lead(email="other@example.com", owner_id="rajesh")
    assert loads.loads(["neha", "meera"]) == {"neha": 2}


def test_nothing_differs_while_the_trigger_sees_everything() -> None:
    assert loads.differences() == []
    assert loads.correct() == 0


def test_what_went_past_the_trigger_is_found_and_put_right() -> None:
    run("insert into owner_loads (owner_id, open_leads) values ('neha', 5), ('meera', 1)")
    assert loads.differences() == [Difference("meera", 0, 1), Difference("neha", 2, 7)]
    assert loads.correct() == 2
    assert loads.differences() == []
    assert loads.loads(["neha", "meera"]) == {"neha": 2, "meera": 0}


def test_folding_says_how_many_rows_it_took() -> None:
    assert loads.fold() == 2
    assert one("select count(*) from owner_loads") == 1
