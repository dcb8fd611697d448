"""The addresses that a browser's queue speaks to."""

import json
from uuid import uuid4

import pytest
from django.test import Client

from activity.models import Activity
from leadsite.offline.actions import MOST
from leadsite.offline.models import OfflineDevice
from tests.leads.facts import lead
from tests.leads.steps import logged_in
from tests.leadsite.offline.queued import REPLAY, action, post
from tests.people import alice, charlie, in_role

pytestmark = pytest.mark.django_db
SESSION, KEY = "/admin/offline/session/", "/admin/offline/key/"


def secret(client: Client, device: str) -> str:
    response = client.post(KEY, json.dumps({"device": device}), content_type="application/json")
    assert response.status_code == 200
    return str(response.json()["secret"])


@pytest.mark.parametrize("url", [SESSION, KEY, REPLAY])
@pytest.mark.parametrize("who", ["nobody", "customer with an account"])
def test_whoever_is_not_signed_in_is_told_so_in_a_word(url: str, who: str) -> None:
    client = Client() if who == "nobody" else logged_in(charlie())
    send = client.get if url == SESSION else client.post
    response = send(url)
    assert (response.status_code, response.json()["code"]) == (401, "signed_out")


def test_a_session_tells_who_it_is_and_is_kept_by_nobody() -> None:
    neha = in_role("Sales")
    response = logged_in(neha).get(SESSION)
    assert response.json()["person"] == neha.identifier
    assert len(response.json()["csrf"]) == 64
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(("url", "method"), [(SESSION, "post"), (KEY, "get"), (REPLAY, "get")])
def test_another_method_is_refused(url: str, method: str) -> None:
    assert getattr(logged_in(alice()), method)(url).status_code == 405


def test_a_post_without_its_token_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice())
    assert client.post(REPLAY, "{}", content_type="application/json").status_code == 403


def test_a_new_password_cuts_a_device_off_and_without_its_row_what_waits_there_stays_sealed() -> None:
    neha, device = in_role("Sales"), str(uuid4())
    stolen = logged_in(neha)
    first = secret(stolen, device)
    neha.set_password("another")
    neha.save()
    stolen.cookies["reading"] = "half"
    for url in (KEY, REPLAY):
        response = stolen.post(url, "{}", content_type="application/json")
        assert (response.status_code, response.cookies["reading"].value) == (401, "")
    OfflineDevice.objects.all().delete()
    assert secret(logged_in(neha), device) != first


def test_the_secret_of_a_colleague_on_a_device_stays_the_same() -> None:
    client, device = logged_in(in_role("Sales")), str(uuid4())
    assert secret(client, device) == secret(client, device)
    assert OfflineDevice.objects.count() == 1


def test_nobody_else_gets_it_and_another_device_has_its_own() -> None:
    device = str(uuid4())
    first = secret(logged_in(in_role("Sales")), device)
    assert secret(logged_in(in_role("Sales", "rajesh", "Rajesh Kumar")), device) != first
    assert secret(logged_in(alice()), str(uuid4())) != first


@pytest.mark.parametrize("body", ["", "[]", '{"device": "x"}', "{"])
def test_a_device_without_a_name_gets_nothing(body: str) -> None:
    response = logged_in(alice()).post(KEY, body, content_type="application/json")
    assert (response.status_code, OfflineDevice.objects.count()) == (400, 0)


def test_a_queue_of_somebody_else_is_refused_and_nothing_is_done() -> None:
    row, neha = lead(), in_role("Sales")
    response = post(neha, action(row), client=logged_in(alice()))
    assert (response.status_code, response.json()["code"]) == (403, "another_person")
    assert Activity.objects.filter(type="note").count() == 0


@pytest.mark.parametrize(
    "body", ["", "[", "[]", '{"actions": 1}', "[" * 50_000, json.dumps({"actions": [0] * (MOST + 1)})]
)
def test_what_is_no_list_of_actions_is_refused(body: str) -> None:
    response = logged_in(alice()).post(REPLAY, body, content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (400, "unreadable")


def test_a_device_whose_name_is_none_is_refused_and_nothing_is_done() -> None:
    row, neha = lead(), in_role("Sales")
    assert post(neha, action(row), device="x").status_code == 400
    assert Activity.objects.filter(type="note").count() == 0


def test_a_body_that_is_too_long_is_refused() -> None:
    response = logged_in(alice()).post(REPLAY, "x" * 1_000_001, content_type="application/json")
    assert response.status_code == 400


def test_the_page_is_the_same_for_every_colleague_and_holds_nothing_of_the_queue() -> None:
    response = logged_in(in_role("Sales")).get("/admin/offline/")
    assert (response.status_code, response.templates[0].name) == (200, "admin/offline/queue.html")
