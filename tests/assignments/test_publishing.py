from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from assignments import publishing
from assignments.models import Calendar, CalendarVersion, Policy
from assignments.publishing import CannotPublish, Draft
from tests.assignments.promises import NOW, calendar, policy, spec
from tests.people import bob

pytestmark = pytest.mark.django_db
OTHER = Draft({"zone": "UTC", "week": [[]] * 7, "closures": [], "holidays": []}, "f" * 64)


def again(of: Calendar, draft: Draft = OTHER, *, expected: int = 1) -> CalendarVersion:
    return publishing.publish_calendar(of, draft, expected=expected, note="Summer", actor="someone", now=NOW)


def test_a_version_follows_the_one_before_and_says_who_and_why() -> None:
    first = calendar()
    second = again(first.calendar)
    second.refresh_from_db()
    assert (second.number, second.note, second.published_by_id, second.published_at) == (
        2,
        "Summer",
        "someone",
        NOW,
    )
    assert CalendarVersion.objects.newest().get(calendar=first.calendar) == second


def test_who_saw_an_older_version_overwrites_nothing() -> None:
    first = calendar()
    again(first.calendar)
    with pytest.raises(CannotPublish) as refused:
        again(first.calendar, Draft({}, "e" * 64))
    assert refused.value.code == "changed_meanwhile"
    assert first.calendar.versions.count() == 2


def test_what_says_the_same_is_not_published() -> None:
    first = calendar()
    same = Draft(first.spec, first.fingerprint, {"country": "", "region": "", "open_on": []})
    with pytest.raises(CannotPublish) as refused:
        again(first.calendar, same)
    assert refused.value.code == "nothing_changed"


def test_another_country_without_other_days_is_a_change() -> None:
    first = calendar()
    again(first.calendar, Draft(first.spec, first.fingerprint, {"country": "BV"}))
    assert first.calendar.versions.count() == 2


def test_a_calendar_that_is_gone_is_not_published() -> None:
    with pytest.raises(CannotPublish) as refused:
        again(Calendar(name="Never stored"))
    assert refused.value.code == "gone"


def test_policies_are_published_the_same_way() -> None:
    first = policy()
    draft = publishing.draft_of(spec("walk_in"))
    second = publishing.publish_policy(
        first.policy, draft, expected=1, note="", actor=bob().identifier, now=NOW
    )
    assert (second.number, second.spec["conditions"]["source"]) == (2, "walk_in")
    with pytest.raises(CannotPublish) as refused:
        publishing.publish_policy(first.policy, draft, expected=1, note="", actor=None, now=NOW)
    assert refused.value.code == "changed_meanwhile"
    with pytest.raises(CannotPublish):
        publishing.publish_policy(Policy(name="None"), draft, expected=0, note="", actor=None, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_is_told() -> None:
    made, ready = calendar().calendar, Barrier(2)

    def publish(letter: str) -> str:
        ready.wait()
        try:
            return str(again(made, Draft({}, letter * 64)).number)
        except CannotPublish as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(publish, "ab")) == ["2", "changed_meanwhile"]
