from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from leads.quoting import publishing
from leads.quoting.models import PriceItem, PriceListVersion
from tests.leads.quoting.rows import NOW, laminate, panel, with_break
from tests.people import alice, bob, charlie

pytestmark = pytest.mark.django_db
URL = "/admin/leads/priceitem/publish/"


def logged_in(user: object) -> Client:
    client = Client()
    client.force_login(user)
    return client


def said(response: object) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def versions() -> list[int]:
    return list(PriceListVersion.objects.values_list("number", flat=True))


def test_get_shows_what_would_change_and_changes_nothing() -> None:
    laminate()
    response = logged_in(alice()).get(URL)
    assert [(change.kind, change.item.slug) for change in response.context["preview"].changes] == [
        ("added", "premium-laminate")
    ]
    assert versions() == []


def test_post_publishes_what_was_shown() -> None:
    laminate()
    person = alice()
    client = logged_in(person)
    shown = client.get(URL).context["preview"].digest
    response = client.post(URL, {"digest": shown})
    assert (response.status_code, response["Location"]) == (302, "/admin/leads/pricelistversion/1/change/")
    assert said(response) == ["Version 1 is published. The form prices by it within two seconds."]
    assert PriceListVersion.objects.get().published_by == person.identifier


def test_a_post_without_what_was_shown_changes_nothing() -> None:
    laminate()
    response = logged_in(alice()).post(URL)
    assert (response.status_code, response["Location"]) == (302, URL)
    assert said(response) == ["Somebody has edited the price list meanwhile. Look again before you publish."]
    assert versions() == []


def test_a_change_made_meanwhile_is_shown_before_it_is_published() -> None:
    laminate()
    client = logged_in(alice())
    shown = client.get(URL).context["preview"].digest
    PriceItem.objects.update(unit_price=Decimal(1))
    client.post(URL, {"digest": shown})
    assert versions() == []


def test_a_stranger_is_sent_to_the_login() -> None:
    laminate()
    response = Client().post(URL)
    assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={URL}")
    assert versions() == []


def test_an_account_without_access_is_sent_to_the_login() -> None:
    response = logged_in(charlie()).post(URL)
    assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={URL}")


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_colleague_who_may_edit_but_not_publish_is_refused(method: str) -> None:
    laminate()
    client = logged_in(bob("leads.change_priceitem", "leads.view_priceitem"))
    assert getattr(client, method)(URL).status_code == 403
    assert versions() == []


def test_publishing_twice_says_that_nothing_has_changed() -> None:
    laminate()
    publishing.publish(actor=None, now=NOW)
    client = logged_in(alice())
    assert "Nothing has changed since version 1." in client.get(URL).content.decode()
    response = client.post(URL, {"digest": publishing.preview().digest})
    assert said(response) == ["Nothing has changed since the last version."]
    assert versions() == [1]


def test_an_empty_list_is_not_offered() -> None:
    assert "No item is on sale" in logged_in(alice()).get(URL).content.decode()


def test_an_item_that_contradicts_itself_is_named() -> None:
    with_break(laminate(), "100", "500")
    page = logged_in(alice()).get(URL).content.decode()
    assert "premium-laminate: a larger quantity must not cost more per unit" in page


def test_old_and_new_values_stand_side_by_side() -> None:
    row = laminate()
    panel()
    publishing.publish(actor=None, now=NOW)
    row.unit_price = Decimal("99.5")
    row.save()
    page = logged_in(alice()).get(URL).content.decode()
    assert "unit_price: 110 → 99.5" in page
    assert "Wall panel" not in page


def test_the_button_is_shown_to_those_who_may_publish() -> None:
    assert URL in logged_in(alice()).get("/admin/leads/priceitem/").content.decode()


def test_the_button_is_not_shown_to_others() -> None:
    page = logged_in(bob("leads.view_priceitem")).get("/admin/leads/priceitem/")
    assert URL not in page.content.decode()
