"""The service worker of the back office, and the page for what is not kept: neither knows who asks."""

import json
import re
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from tests.people import alice

WORKER, KEPT = "/admin/worker.js", "/admin/kept/"


def shell(client: Client) -> dict[str, Any]:
    told = re.search(r"begin\((.*)\);", client.get(WORKER).content.decode(), re.DOTALL)
    assert told is not None
    found: dict[str, Any] = json.loads(told[1])
    return found


def test_the_worker_is_a_script_that_browsers_look_for_anew(client: Client) -> None:
    answer = client.get(WORKER)
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
        200, "text/javascript", "no-cache",
    )  # fmt: skip
    assert "worker-src 'self'" in answer["Content-Security-Policy"]


def test_nothing_is_sent_to_the_worker(client: Client) -> None:
    assert client.post(WORKER).status_code == 405


def test_its_text_is_the_same_for_everybody(client: Client, db: None) -> None:
    before = client.get(WORKER).content
    client.force_login(alice())
    assert client.get(WORKER).content == before


def test_it_keeps_files_that_exist(client: Client) -> None:
    files = shell(client)["files"]
    assert "/static/leadsite/desk.css" in files
    assert [file for file in files if finders.find(file.removeprefix("/static/")) is None] == []


def test_browsers_may_look_for_it_after_each_page_at_no_cost(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(alice())
    with django_assert_num_queries(0):
        assert client.get(WORKER).status_code == 200


def test_the_page_for_what_is_not_kept_is_there_without_a_database(client: Client) -> None:
    """The client of this test may not use it: pytest-django sees to that."""
    assert (client.get(KEPT).status_code, client.get(KEPT)["Cache-Control"]) == (200, "no-cache")


def test_where_it_is_switched_off_it_takes_itself_away(client: Client, settings: Settings, db: None) -> None:
    settings.STAFF_OFFLINE = False
    script = client.get(WORKER).content.decode()
    assert "unregister()" in script
    assert "import" not in script
    client.force_login(alice())
    assert "data-worker" not in client.get("/admin/").content.decode()


@pytest.mark.django_db
def test_the_page_for_what_is_not_kept_names_nobody(client: Client) -> None:
    client.force_login(alice())
    page = client.get(KEPT).content.decode()
    assert "Alice" not in page
    assert 'id="kept-list"' in page
