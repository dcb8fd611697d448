import pytest

from assignments.routing import duties
from assignments.teams import loads
from leadsite.jobs.duties import DUTIES
from tests.assignments.routing.teams import NOON, neha, owner, team, waiting
from tests.database.access import run

pytestmark = pytest.mark.django_db


def test_the_worker_gives_leads_away_when_it_is_told_of_one_and_every_five_seconds() -> None:
    duty = DUTIES["route-leads"]
    assert (duty.channel, duty.every) == ("leads_to_route", 5)


def test_a_round_gives_away_what_waits_and_says_whether_there_may_be_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(duties.router, "BATCH", 1)
    team(neha())
    lead = waiting()
    assert duties.route_leads(NOON) is True
    assert owner(lead) == "neha"
    assert duties.route_leads(NOON) is False


def test_loads_are_folded_and_put_right() -> None:
    run("insert into owner_loads (owner_id, open_leads) values ('neha', 5), ('neha', 2)")
    duties.fold_loads(NOON)
    assert loads.loads(["neha"]) == {"neha": 7}
    assert run("select count(*) from owner_loads") == [(1,)]
    duties.check_loads(NOON)
    assert loads.loads(["neha"]) == {"neha": 0}
