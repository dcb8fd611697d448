"""/worker.js: what browsers get for the form's service worker."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings


def test_the_worker_is_asked_for_again_each_time_and_runs_the_module(shop: Client) -> None:
    response = shop.get("/worker.js")
    assert response.headers["Content-Type"] == "text/javascript"
    assert response.headers["Cache-Control"] == "no-cache"
    assert response.content.decode().splitlines() == [
        'import { begin } from "/static/leads/offline/worker.js";',
        'begin({"statics": "/static/", "prices": "/prices/", "languages": ["en", "hi", "es"]});',
    ]


def test_the_policy_of_the_worker_lets_it_ask_this_site_alone(shop: Client) -> None:
    policy = shop.get("/worker.js").headers["Content-Security-Policy"].split("; ")
    assert {"connect-src 'self'", "script-src 'self'", "worker-src 'self'"} <= set(policy)


def test_switched_off_the_worker_takes_itself_and_what_it_kept_away(shop: Client, settings: Settings) -> None:
    settings.FORM_OFFLINE = False
    script = shop.get("/worker.js").content.decode()
    assert 'caches.delete("leadsite-form")' in script
    assert "registration.unregister()" in script
    assert "import" not in script


@pytest.mark.parametrize(("switched_on", "named"), [(True, True), (False, False)])
def test_the_form_names_its_worker_where_there_is_one(
    shop: Client, settings: Settings, switched_on: bool, named: bool
) -> None:
    settings.FORM_OFFLINE = switched_on
    assert ('data-worker="/worker.js"' in shop.get("/").content.decode()) is named


def test_the_form_names_the_very_list_that_it_shows(shop: Client) -> None:
    assert 'data-prices="/prices/7?lang=hi"' in shop.get("/?lang=hi").content.decode()


def test_the_worker_is_there_for_reading_only(shop: Client) -> None:
    assert shop.post("/worker.js").status_code == 405
