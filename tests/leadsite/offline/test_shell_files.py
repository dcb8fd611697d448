"""What pages wear is kept, so that a page without network looks as it does with it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from leadsite.offline import shell_files
from leadsite.offline.shell_views import DAY
from tests.leads import facts
from tests.people import alice

pytestmark = pytest.mark.django_db


def worn(page: str) -> set[str]:
    return set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))


def test_every_file_that_a_kept_page_asks_for_is_kept(client: Client) -> None:
    boss = alice()
    lead = facts.worked(facts.lead(), boss)
    client.force_login(boss)
    paths = [*(reverse(name) for name in DAY), f"/admin/leads/lead/{lead.pk}/change/", "/admin/kept/"]
    asked = set().union(*(worn(client.get(path).content.decode()) for path in paths))
    assert asked - set(shell_files.addresses()) == set()


def test_the_files_of_customers_pages_are_not_kept() -> None:
    assert "/static/leads/site.css" not in shell_files.addresses()
