import pytest

from assignments.teams.models import Team
from leadsite.accounts.models import User
from tests import people
from tests.assignments.sweep import team as teams


@pytest.fixture
def meera() -> User:
    return people.in_role("Manager", "meera", "Meera Iyer")


@pytest.fixture
def team(meera: User) -> Team:
    return teams.of(meera)


@pytest.fixture
def neha(team: Team) -> User:
    return teams.joined(team, "neha", "Neha Patel")
