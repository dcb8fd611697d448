"""Webhooks in the back office: an Admin says who is told, and sends again what was not taken."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from leadsite.webhooks import signing
from leadsite.webhooks.form import EndpointForm
from leadsite.webhooks.models import WebhookDelivery, WebhookEndpoint
from tests.leads.facts import lead
from tests.people import in_role

ADD = reverse("admin:webhooks_webhookendpoint_add")
DELIVERIES = reverse("admin:webhooks_webhookdelivery_changelist")
CRM = "https://93.184.216.34/in"

pytestmark = pytest.mark.django_db


@pytest.fixture
def asha(client: Client) -> Client:
    client.force_login(in_role("Admin", "asha", "Asha Rao"))
    return client


def secret_in(page: str) -> list[str]:
    return re.findall(r"whsec_[A-Za-z0-9+/=]+", page)


def test_the_secret_is_shown_once(asha: Client) -> None:
    page = asha.post(ADD, {"url": CRM, "events": ["created"], "is_active": "on"})
    endpoint = WebhookEndpoint.objects.get()
    assert "no-store" in page.headers["Cache-Control"]
    assert secret_in(page.content.decode()) == [signing.shown(endpoint)]
    again = asha.get(reverse("admin:webhooks_webhookendpoint_change", args=[endpoint.pk]))
    assert secret_in(again.content.decode()) == []


def test_a_new_secret_replaces_the_earlier_one(asha: Client) -> None:
    endpoint = WebhookEndpoint.objects.create(url=CRM)
    change = reverse("admin:webhooks_webhookendpoint_change", args=[endpoint.pk])
    page = asha.post(change, {"url": CRM, "is_active": "on", "new_secret": "on", "seen": "1"})
    before = signing.shown(endpoint)
    endpoint.refresh_from_db()
    assert secret_in(page.content.decode()) == [signing.shown(endpoint)]
    assert signing.shown(endpoint) != before
    assert "whsec_" not in str(asha.cookies) + str(asha.session.items())


def test_a_page_that_is_sent_twice_makes_one_new_secret(asha: Client) -> None:
    endpoint = WebhookEndpoint.objects.create(url=CRM)
    change = reverse("admin:webhooks_webhookendpoint_change", args=[endpoint.pk])
    assert 'name="seen" value="1"' in asha.get(change).content.decode()
    sent = {"url": CRM, "is_active": "on", "new_secret": "on", "seen": "1"}
    pages = [asha.post(change, sent).content.decode() for _ in range(2)]
    endpoint.refresh_from_db()
    assert endpoint.generation == 2
    assert [len(secret_in(page)) for page in pages] == [1, 0]
    assert "A new secret was made meanwhile." in pages[1]


@pytest.fixture
def somebody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes a new secret and stops the webhook, between the reading of its row and the writing."""
    check = EndpointForm.clean_url

    def meanwhile(form: EndpointForm) -> str:
        WebhookEndpoint.objects.update(generation=2, is_active=False)
        return check(form)

    monkeypatch.setattr(EndpointForm, "clean_url", meanwhile)


def test_a_change_leaves_what_somebody_else_changes_at_the_same_moment(
    asha: Client, somebody_else: None
) -> None:
    endpoint = WebhookEndpoint.objects.create(url=CRM)
    change = reverse("admin:webhooks_webhookendpoint_change", args=[endpoint.pk])
    asha.post(change, {"url": CRM, "events": ["note"], "is_active": "on", "seen": "1"})
    endpoint.refresh_from_db()
    assert (endpoint.events, endpoint.generation, endpoint.is_active) == (["note"], 2, False)


def test_of_two_new_secrets_at_the_same_moment_one_is_made(asha: Client, somebody_else: None) -> None:
    endpoint = WebhookEndpoint.objects.create(url=CRM)
    change = reverse("admin:webhooks_webhookendpoint_change", args=[endpoint.pk])
    sent = {"url": CRM, "is_active": "on", "new_secret": "on", "seen": "1"}
    page = asha.post(change, sent, follow=True).content.decode()
    endpoint.refresh_from_db()
    assert (secret_in(page), endpoint.generation) == ([], 2)
    assert "A new secret was made meanwhile." in page


def test_one_gets_from_who_is_told_to_what_was_sent(asha: Client) -> None:
    page = asha.get(reverse("admin:webhooks_webhookendpoint_changelist")).content.decode()
    assert f'href="{DELIVERIES}"' in page


def test_a_change_without_it_keeps_the_secret(asha: Client) -> None:
    endpoint = WebhookEndpoint.objects.create(url=CRM)
    change = reverse("admin:webhooks_webhookendpoint_change", args=[endpoint.pk])
    page = asha.post(change, {"url": CRM, "events": ["note", "call"], "is_active": "on"}, follow=True)
    endpoint.refresh_from_db()
    assert (secret_in(page.content.decode()), endpoint.generation) == ([], 1)
    assert endpoint.events == ["note", "call"]


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://93.184.216.34/in", "Only https addresses"),
        ("https://127.0.0.1/in", "It lies in a private network."),
        ("no address", "Enter a valid URL."),
    ],
)
def test_a_wrong_address_is_kept_and_told_beside_its_field(asha: Client, url: str, why: str) -> None:
    page = asha.post(ADD, {"url": url, "is_active": "on"})
    assert WebhookEndpoint.objects.count() == 0
    assert why in page.content.decode()
    assert f'value="{url}"' in page.content.decode()


def test_the_same_address_twice_is_refused(asha: Client) -> None:
    WebhookEndpoint.objects.create(url=CRM)
    page = asha.post(ADD, {"url": CRM, "is_active": "on"})
    assert "There is a webhook to this address already." in page.content.decode()


def test_what_was_given_up_is_sent_again(asha: Client) -> None:
    WebhookEndpoint.objects.create(url=CRM)
    lead()
    WebhookDelivery.objects.update(state="gave_up", tries=10, error="It answered 500.")
    key = WebhookDelivery.objects.get().pk
    page = asha.post(DELIVERIES, {"action": "send_again", "_selected_action": str(key)}, follow=True)
    assert "1 is sent again." in page.content.decode()
    found = WebhookDelivery.objects.get()
    assert (found.state, found.tries, found.error) == ("waiting", 0, "")


def test_what_waits_says_when_it_is_tried_next(asha: Client) -> None:
    WebhookEndpoint.objects.create(url=CRM)
    lead()
    at = datetime(2099, 11, 27, 6, 0, tzinfo=UTC)
    WebhookDelivery.objects.update(tries=2, next_at=at, error="It answered 503.")
    assert "Waiting: next try 27 Nov, 11:30. It answered 503." in asha.get(DELIVERIES).content.decode()


def test_what_is_on_its_way_is_not_sent_twice(asha: Client) -> None:
    WebhookEndpoint.objects.create(url=CRM)
    lead()
    key = WebhookDelivery.objects.get().pk
    page = asha.post(DELIVERIES, {"action": "send_again", "_selected_action": str(key)}, follow=True)
    assert "None of these is settled yet" in page.content.decode()


def test_a_manager_sees_none_of_it(client: Client) -> None:
    client.force_login(in_role("Manager", "meera", "Meera Iyer"))
    assert [client.get(path).status_code for path in (ADD, DELIVERIES)] == [403, 403]


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_of_deliveries_takes_the_same_queries(
    asha: Client, rows: int, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    WebhookEndpoint.objects.create(url=CRM)
    for number in range(rows):
        lead(number)
    with django_assert_num_queries(7):  # type: ignore[operator]  # a fixture that is called
        asha.get(DELIVERIES)


def test_a_shop_may_have_programs_beside_it(asha: Client, settings: Settings) -> None:
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = True
    asha.post(ADD, {"url": "http://127.0.0.1:9000/in", "is_active": "on"})
    assert WebhookEndpoint.objects.get().url == "http://127.0.0.1:9000/in"
