"""Both sides of a conflict in a colleague's words."""

from datetime import UTC, datetime, timedelta

import pytest

from leads.conflict_words import Told, told
from leads.exceptions import Author, Clash
from tests.people import in_role

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)


def words(clash: Clash) -> Told:
    (found,) = told([clash], user=in_role("Sales"), now=NOW)
    return found


def test_a_status_is_told_by_its_name_with_who_when_and_why() -> None:
    by = Author("user", "sales_user_9", "Rajesh Kumar")
    clash = Clash(
        "status", "new", "qualified", "lost", "Samples", by, NOW - timedelta(minutes=2), "No budget"
    )
    assert words(clash) == Told(
        label="Status", seen="New", wanted="Qualified", now="Lost", why="Samples", who="Rajesh Kumar",
        when="2 min ago", because="No budget", named=True, is_field=False,
    )  # fmt: skip


def test_an_owner_is_told_by_name_and_nobody_as_nobody() -> None:
    rajesh = in_role("Sales", "rajesh", "Rajesh Kumar")
    found = words(Clash("owner", "", rajesh.identifier, "sales_user_gone"))
    assert (found.seen, found.wanted, found.now) == ("nobody", "Rajesh Kumar", "sales_user_gone")


@pytest.mark.parametrize(
    ("fact", "by", "who"),
    [
        ("status", Author(), "Somebody"),
        ("status", Author("system"), "The system"),
        ("booking", Author("system"), "The customer"),
        ("priority", Author("ai", "rules"), "rules"),
        ("status", Author("user", "sales_user_gone"), "sales_user_gone"),
    ],
)
def test_who_has_no_name_is_told_as_what_they_are(fact: str, by: Author, who: str) -> None:
    found = words(Clash(fact, "", "", "", by=by))
    assert (found.who, found.named) == (who, False)


def test_oneself_is_told_as_such() -> None:
    neha = in_role("Sales")
    clash = Clash("status", "new", "lost", "qualified", by=Author("user", neha.identifier, "Neha Patel"))
    (found,) = told([clash], user=neha, now=NOW)
    assert (found.who, found.named) == ("You, on another page", False)


def test_a_field_of_the_lead_is_told_as_it_is_written() -> None:
    found = words(Clash("company", "", "Rao & Co.", "Iyer"))
    assert (found.label, found.seen, found.wanted, found.is_field) == ("Company", "–", "Rao & Co.", True)
