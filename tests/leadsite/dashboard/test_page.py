"""The dashboard as colleagues see it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.leads.facts import lead, worked
from tests.people import in_role

pytestmark = pytest.mark.django_db
Counted = Callable[[int], object]


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("many", [1, 30])
def test_the_page_takes_as_many_queries_for_thirty_leads_as_for_one(
    many: int, django_assert_num_queries: Counted
) -> None:
    owner = in_role("Manager")
    for number in range(many):
        worked(lead(number, asked=timezone.now() - timedelta(days=1)), owner)
    client = signed_in(owner)
    with django_assert_num_queries(11):
        page = client.get("/admin/")
    assert page.context["asked"] == str(many)
