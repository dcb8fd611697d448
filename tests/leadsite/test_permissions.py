"""Every page of the back office, asked for by everyone: docs/roles.md, both ways."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from activity.models import LetterTemplate, TextTemplate
from assignments.models import Absence, Calendar, Policy, RoutingRule, Team
from leads.models import PriceItem, PriceListVersion
from leads.quoting import publishing
from leadsite.accounts.models import User
from leadsite.accounts.roles import ROLES
from leadsite.telemetry.models import AnalyticsEvent
from leadsite.webhooks.models import WebhookDelivery, WebhookEndpoint
from tests.leads.facts import lead, worked
from tests.leads.quoting.rows import NOW, laminate
from tests.leadsite.staff_pages import (
    FOR_SCRIPTS,
    NOBODY,
    OUTSIDE,
    OWN,
    STAFF,
    Page,
    address,
    addresses,
    every_page,
    first,
    of_lead,
    page,
)
from tests.people import alice, bob, charlie, in_role

pytestmark = pytest.mark.django_db
WHO: dict[str, Callable[[], User]] = {
    **{role: lambda role=role: in_role(role, "asker", "Asha Rao") for role in ROLES},  # type: ignore[misc]
    "no permission": bob,
    "superuser": alice,
}
# Where the page itself answers otherwise to those who may not: it has no table to show them.
NO_PERMISSION = {"^(?P<app_label>": 404}


@pytest.fixture
def keys(settings: Settings, tmp_path: object) -> dict[str, str]:
    """A row of everything that has a page."""
    settings.SPOOL_DIR = tmp_path
    WebhookEndpoint.objects.create(url="https://crm.example.com/in")
    owner = in_role("Sales", "owner", "Neha Patel")
    laminate()
    calendar = Calendar.objects.get(pk=first(Calendar))
    team = Team.objects.create(name="West", calendar=calendar)
    publishing.publish(actor=None, now=NOW)
    basket = AnalyticsEvent.objects.create(
        name="basket_priced",
        page_token="page",
        created_at=timezone.now() - timedelta(hours=1),
        data={"lines": 1, "total": "1", "currency": "INR", "products": []},
    )
    AccessAttempt.objects.create(
        username="x", ip_address="203.0.113.7", user_agent="x", failures_since_start=5, path_info="/"
    )
    return {
        **of_lead(worked(lead(), owner)),
        "user": str(owner.pk),
        "id": str(owner.pk),
        "group": first(Group),
        "calendar": first(Calendar),
        "template": first(LetterTemplate),
        "lettertemplate": first(LetterTemplate),
        "texttemplate": str(TextTemplate.objects.create(name="Samples", text="Dear {customer}").pk),
        "policy": first(Policy),
        "team": str(team.pk),
        "routingrule": str(RoutingRule.objects.create(name="West", team=team).pk),
        "absence": str(Absence.objects.create(user=owner, begins_at=NOW, ends_at=NOW + timedelta(days=1)).pk),
        "number": "1",
        "priceitem": first(PriceItem),
        "pricelistversion": first(PriceListVersion),
        "accessattempt": first(AccessAttempt),
        "analyticsevent": str(basket.pk),
        "webhookendpoint": first(WebhookEndpoint),
        "webhookdelivery": first(WebhookDelivery),
        "abandonedquote": str(basket.pk),
    }


def test_every_address_of_the_back_office_is_in_the_table() -> None:
    assert [path for path in addresses() if page(path) is None] == []


def test_the_table_names_no_page_that_is_gone() -> None:
    assert set(OWN) - set(addresses()) == set()


def expected(one: Page, who: str, user: User) -> int:
    if one.needs == STAFF:
        return one.allowed
    if one.needs == NOBODY or not (who == "superuser" or one.needs in ROLES.get(who, ())):
        return next((status for start, status in NO_PERMISSION.items() if one.path.startswith(start)), 403)
    return one.allowed


def answers(client: Client, keys: dict[str, str]) -> dict[str, int]:
    return {one.path: client.get(address(one.path, keys)).status_code for one in looked_at()}


def looked_at() -> list[Page]:
    """All but the steps that answer a GET with 405, whoever asks."""
    return [one for one in every_page() if one.allowed != 405]


@pytest.mark.parametrize("who", WHO)
def test_a_colleague_sees_what_the_role_says_and_nothing_else(who: str, keys: dict[str, str]) -> None:
    user, client = WHO[who](), Client()
    client.force_login(user)
    told = {one.path: expected(one, who, user) for one in looked_at()}
    assert answers(client, keys) == told


@pytest.mark.parametrize("member", [False, True], ids=["nobody", "customer with an account"])
def test_whoever_is_no_colleague_is_sent_to_the_door(member: bool, keys: dict[str, str]) -> None:
    client = Client()
    if member:
        client.force_login(charlie())
    for one in every_page():
        url = address(one.path, keys)
        response = client.get(url)
        if one.path in OUTSIDE + FOR_SCRIPTS:
            continue
        assert (url, response.status_code) == (url, 302)
        assert response["Location"].startswith("/admin/login/?next=")


@pytest.mark.parametrize("who", [*WHO, "nobody"])
def test_a_post_gets_no_further_than_a_look(who: str, keys: dict[str, str]) -> None:
    """Steps ask for their permission before they read what was sent."""
    client = Client()
    user = WHO[who]() if who != "nobody" else User()
    if who != "nobody":
        client.force_login(user)
    for one in every_page():
        if one.path in FOR_SCRIPTS:
            continue
        if who != "nobody" and (one.needs == STAFF or expected(one, who, user) == one.allowed):
            continue
        response = client.post(address(one.path, keys), {})
        refused = (302,) if who == "nobody" else (403, 404, 405)
        assert (one.path, response.status_code in refused) == (one.path, True) or one.path in OUTSIDE
