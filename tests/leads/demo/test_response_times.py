import pytest

from assignments.calendars.drafts import Hours
from assignments.models import CalendarVersion, Policy
from assignments.policies.choosing import PolicyBook
from leads.demo import response_times
from tests.leads.quoting.rows import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def promised() -> None:
    response_times.promise(NOW)


def hours() -> CalendarVersion:
    return CalendarVersion.objects.newest().get(calendar__name="Shop hours")


def test_an_afternoon_is_closed_soon() -> None:
    (closure,) = Hours.of(hours()).closures
    assert closure.name == "Stocktaking"
    assert (closure.begin.hour, closure.end.hour, closure.begin.weekday() < 6) == (14, 18, True)
    assert 9 < (closure.begin.date() - NOW.date()).days < 13


def test_referrals_are_answered_sooner() -> None:
    chosen = PolicyBook.load().choose(source="referral")
    assert chosen is not None
    assert (chosen.name, chosen.spec.target("first_response", "high")) == ("Referrals", 15)


def test_a_second_time_nothing_is_added() -> None:
    number = hours().number
    response_times.promise(NOW)
    assert (hours().number, Policy.objects.filter(name="Referrals").count()) == (number, 1)
