"""What of *Today* is asked for again while it is open."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.leads.facts import lead
from tests.leads.steps import logged_in
from tests.people import bob, in_role

pytestmark = pytest.mark.django_db
Counted = Callable[[int], object]


def test_what_to_do_and_the_figures_are_those_of_the_whole_page() -> None:
    with time_machine.travel(timezone.now(), tick=False):
        lead(1, asked=timezone.now() - timedelta(minutes=50))
        client = logged_in(in_role("Sales"))
        part = client.get("/admin/now/").content.decode().strip()
        assert part in client.get("/admin/").content.decode()


def test_it_takes_nine_queries(django_assert_num_queries: Counted) -> None:
    lead(1)
    client = logged_in(in_role("Sales"))
    with django_assert_num_queries(
        9
    ):  # four of the session; whom to answer, follow-ups, visits, approvals, figures
        client.get("/admin/now/")


def test_a_colleague_who_may_not_see_leads_is_refused() -> None:
    assert logged_in(bob()).get("/admin/now/").status_code == 403
