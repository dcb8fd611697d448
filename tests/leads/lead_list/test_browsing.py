"""Pages of what is late or due: the same rows by the walk and by looking them up, in both directions."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from leads.lead_list import browsing, keyset, overview
from leads.lead_list.browsing import page
from leads.lead_list.keyset import Page, Place
from leads.lead_list.rows import listed
from leads.lead_list.saved_views import VIEWS, Reader, named
from leads.models import Lead
from leadsite.cursors import Cursor
from tests.leads.facts import lead, worked
from tests.leads.quoting.rows import NOW
from tests.people import alice, bob, in_role

pytestmark = pytest.mark.django_db
LATE, DUE = {1, 2, 5, 13}, {3, 5, 8, 9, 14}  # answers that are late, follow-ups that are due; of 16 leads


@pytest.fixture(autouse=True)
def shop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixteen leads, the first the newest, two of them of one moment; pages of two."""
    monkeypatch.setattr(keyset, "ROWS", 2)
    monkeypatch.setattr(browsing, "ROWS", 2)
    owner = bob()
    for number in range(1, 17):
        asked = NOW - timedelta(days=8 if number == 9 else number)
        row = lead(number, name=f"Lead {number}", asked=asked, suspect="flood" if number == 14 else None)
        if number in LATE:
            worked(row, owner)
        if number in DUE:
            facts = {"action": "call", "scheduled_for": NOW.isoformat()}
            row.activities.create(type="follow_up", status="pending", message="Call", metadata=facts)


def turned(name: str, reader: Reader, *, many: bool) -> Callable[[Place], Page]:
    view = named(name)
    assert view is not None
    return lambda place: page(view, reader, place, shape=listed, many=many)


def pages(turn: Callable[[Place], Page]) -> list[list[str]]:
    """All of them from the newest on, and all of them on the way back."""
    found, seen = turn(Place()), []
    while True:
        seen.append([row.name for row in found.leads])
        if found.older is None:
            break
        found = turn(Place(after=found.older))
    while found.newer is not None:
        found = turn(Place(before=found.newer))
        seen.append([row.name for row in found.leads])
    return seen


@pytest.mark.parametrize("far", [1, 3, 8, 1000])
@pytest.mark.parametrize("name", ["overdue", "due-today"])
def test_both_ways_turn_the_same_pages(name: str, far: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browsing, "FAR", far)
    reader = Reader(alice(), NOW)
    looked_up = pages(turned(name, reader, many=False))
    assert pages(turned(name, reader, many=True)) == looked_up
    expected = LATE if name == "overdue" else (LATE | DUE) - {14}
    assert {row for rows in looked_up for row in rows} == {f"Lead {number}" for number in expected}
    assert looked_up[0] == ["Lead 1", "Lead 2"]


def test_both_ways_show_a_colleague_their_own(settings: Settings) -> None:
    settings.SALES_SEE = "own"
    reader = Reader(in_role("Sales"), NOW)
    looked_up = pages(turned("due-today", reader, many=False))
    assert pages(turned("due-today", reader, many=True)) == looked_up
    assert sorted(looked_up[0] + looked_up[1]) == ["Lead 3", "Lead 8", "Lead 9"]


@pytest.mark.parametrize("many", [True, False])
def test_a_page_is_one_statement(many: bool, django_assert_num_queries: Callable[[int], object]) -> None:
    turn = turned("due-today", Reader(alice(), NOW), many=many)
    with django_assert_num_queries(1):
        turn(Place())


def test_leads_that_are_looked_up_are_sorted_even_where_the_planner_would_walk() -> None:
    with connection.cursor() as cursor:
        cursor.execute("set local enable_sort = off")
    for place in (Place(), Place(before=Cursor(NOW, uuid4()))):
        assert "Sort Key" in keyset.sorted_first(Lead.objects.all(), place).explain()


@pytest.mark.parametrize("view", [view.name for view in VIEWS])
def test_the_list_is_the_same_on_a_quiet_day_and_on_a_crowded_one(
    view: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    client.force_login(alice())
    walks: list[bool] = []
    way = browsing.within_reach
    monkeypatch.setattr(browsing, "within_reach", lambda *given: walks.append(True) or way(*given))
    quiet = shown(client, view)
    assert walks == []
    monkeypatch.setattr(overview, "COUNTED", 1)
    assert shown(client, view) == quiet
    assert bool(walks) is (view in ("overdue", "due-today"))


def shown(client: Client, view: str) -> list[str]:
    names, address = [], f"?view={view}&status=new"
    while address:
        context = client.get(f"/admin/leads/lead/{address}").context
        names += [row.lead.name for row in context["rows"]]
        address = context["older"]
    return names
