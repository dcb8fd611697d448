"""What an open page is told of new leads."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from pytest_django.fixtures import Settings

from tests.leads.facts import SNAPSHOT, lead, worked
from tests.leads.steps import logged_in
from tests.people import bob, in_role

pytestmark = pytest.mark.django_db
URL = "/admin/leads/lead/came/"
Counted = Callable[[int], object]


def test_a_new_lead_is_told_by_name_and_what_they_want(django_assert_num_queries: Counted) -> None:
    row = lead(1, name="Priya Sharma", quote_data={**SNAPSHOT, "lines": [{"product": "Oak"}]})
    client = logged_in(in_role("Sales"))
    with django_assert_num_queries(5):  # four of the session, and the leads
        told = client.get(URL, {"ids": f"{row.pk},{uuid4()},no-key"}).json()
    assert told == {
        "leads": [{"name": "Priya Sharma", "wants": "Oak", "url": f"/admin/leads/lead/{row.pk}/change/"}]
    }


def test_suspects_are_not_told() -> None:
    row = lead(1, suspect="honeypot")
    assert logged_in(in_role("Sales")).get(URL, {"ids": row.pk}).json() == {"leads": []}


def test_another_colleagues_lead_is_not_told_where_the_shop_says_so(settings: Settings) -> None:
    settings.SALES_SEE = "own"
    row = worked(lead(1), bob())
    assert logged_in(in_role("Sales")).get(URL, {"ids": row.pk}).json() == {"leads": []}


def test_a_colleague_who_may_not_see_leads_is_refused() -> None:
    assert logged_in(bob()).get(URL).status_code == 403
