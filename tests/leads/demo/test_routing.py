"""What a newcomer finds under Routing and Absences."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assignments.routing.book import Book
from assignments.routing.rules import LeadFacts
from assignments.teams.models import Absence, RoutingRule, Team
from leads.demo import load
from leadsite.accounts.models import User
from tests.leads.quoting.rows import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def test_a_customer_in_pune_goes_to_the_showroom_there_and_others_to_the_default_team() -> None:
    load.load(now=NOW)
    book = Book.load(NOW)
    places = [book.destination(LeadFacts(location=place)) for place in ("Wakad, Pune", "Mumbai")]
    assert [place and place.team.name for place in places] == ["Pune showroom", "Sales"]


def test_a_colleague_is_away_next_week_for_whole_days_and_has_a_cover() -> None:
    load.load(now=NOW)
    absence = Absence.objects.get()
    begins = timezone.localtime(absence.begins_at)
    assert (absence.user.username, absence.cover and absence.cover.username) == ("neha", "rajesh")
    assert (begins.hour, begins.minute, absence.ends_at - absence.begins_at) == (0, 0, timedelta(days=3))
    assert absence.begins_at > NOW + timedelta(days=5)


def test_loading_again_adds_none_of_it_again() -> None:
    for now in (NOW, LATER):
        load.load(now=now)
    assert [Team.objects.count(), RoutingRule.objects.count(), Absence.objects.count()] == [2, 1, 1]


def test_where_staff_have_rules_and_absences_the_demo_adds_none() -> None:
    load.load(now=NOW)
    RoutingRule.objects.update(name="Ours")
    Absence.objects.update(user=User.objects.get(username="meera"))
    Team.objects.filter(is_default=False).update(name="Ours")
    load.load(now=LATER)
    assert list(RoutingRule.objects.values_list("name", flat=True)) == ["Ours"]
    assert list(Absence.objects.values_list("user__username", flat=True)) == ["meera"]
