import pytest
from django.apps import apps
from pytest_django.fixtures import Settings

from assignments import defaults
from assignments.calendars.drafts import Hours
from assignments.models import Calendar, CalendarVersion, Policy, PolicyVersion
from assignments.policies.spec import PolicySpec
from tests.assignments.promises import NOW

pytestmark = pytest.mark.django_db


def test_a_new_shop_works_from_monday_to_saturday() -> None:
    version = CalendarVersion.objects.get(calendar__name="Shop hours", number=1)
    hours = Hours.of(version)
    assert (hours.zone, hours.week, hours.country) == ("Asia/Kolkata", (*[((540, 1080),)] * 6, ()), "IN")
    assert "Republic Day" in [name for _, name in version.spec["holidays"]]


def test_a_new_shop_promises_an_answer_within_the_hour() -> None:
    spec = PolicySpec.from_json(PolicyVersion.objects.get(policy__is_fallback=True, number=1).spec)
    assert [spec.target("first_response", name) for name in ("low", "medium", "high")] == [240, 60, 30]
    assert [spec.target("next_response", name) for name in ("low", "medium", "high")] == [480, 120, 60]
    assert [(step.share, step.deed) for step in spec.steps] == [
        (100, "notify_owner"),
        (150, "notify_manager"),
        (300, "reassign"),
    ]
    assert spec.warn_share == 75


def test_what_is_there_stays() -> None:
    defaults.make(apps, NOW)
    assert (Calendar.objects.count(), Policy.objects.count()) == (1, 1)


@pytest.mark.parametrize(("country", "kept"), [("DE", "DE"), ("AC", "")])
def test_a_country_without_known_holidays_has_none(country: str, kept: str, settings: Settings) -> None:
    settings.HOLIDAY_COUNTRY = country
    assert defaults.hours().country == kept
