from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from leadsite.telemetry.abandoned_page import ROWS
from leadsite.telemetry.models import AnalyticsEvent
from tests.leads.quoting.rows import panel
from tests.people import alice, bob, charlie

pytestmark = pytest.mark.django_db
URL = "/admin/telemetry/abandonedquote/"
NOW = timezone.now()
BASKET = {
    "total": "1450.5",
    "currency": "INR",
    "lines": 2,
    "products": ["wall-panel", "gone"],
    "campaign": "diwali",
}


def left(number: int = 0, **changed: object) -> AnalyticsEvent:
    facts = {"page_token": f"page-{number}", "language": "hi", "data": BASKET}
    at = NOW - timedelta(hours=1, minutes=number)
    return AnalyticsEvent.objects.create(name="basket_priced", created_at=at, **{**facts, **changed})


def page(client: Client | None = None, query: str = "") -> object:
    if client is None:
        client = Client()
        client.force_login(alice())
    return client.get(URL + query)


def test_a_basket_reads_as_people_would_say_it() -> None:
    panel()
    left()
    (basket,) = page().context["baskets"]
    assert (basket.products, basket.lines, basket.total, basket.language, basket.campaign) == (
        ("Wall panel", "gone"), "2", "₹1,450.50", "Hindi", "diwali",
    )  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        {},
        [],
        {"total": "x", "currency": "INR"},
        {"total": "NaN", "currency": "INR"},
        {"products": 3},
        {"total": "1", "currency": "??"},
    ],
)
def test_what_the_page_did_not_tell_is_left_empty(data: object) -> None:
    left(data=data)
    (basket,) = page().context["baskets"]
    assert (basket.products, basket.total) == ((), "")


def test_nothing_left_behind_is_said() -> None:
    assert "No quote was left behind" in page().content.decode()


def test_older_ones_are_on_the_next_page() -> None:
    for number in range(ROWS + 1):
        left(number)
    client = Client()
    client.force_login(alice())
    first = page(client)
    second = page(client, f"?after={first.context['following']}")
    assert [len(shown.context["baskets"]) for shown in (first, second)] == [ROWS, 1]
    assert second.context["following"] == ""


@pytest.mark.parametrize("many", [1, 30])
def test_the_page_takes_as_many_queries_for_many_as_for_one(
    many: int, django_assert_num_queries: Callable[[int], object]
) -> None:
    panel()
    client = Client()
    client.force_login(alice())
    for number in range(many):
        left(number)
    with django_assert_num_queries(4):
        assert len(page(client).context["baskets"]) == many


def test_text_of_strangers_is_only_text() -> None:
    left(data={"products": ["<script>"], "campaign": "<b>"})
    content = page().content.decode()
    assert "&lt;script&gt;" in content
    assert "<b>" not in content


def test_strangers_are_sent_to_the_login() -> None:
    response = page(Client())
    assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={URL}")


@pytest.mark.parametrize(("person", "status"), [(bob, 403), (charlie, 302)])
def test_a_colleague_without_the_permission_sees_nothing(person: Callable[[], object], status: int) -> None:
    left()
    client = Client()
    client.force_login(person())
    assert page(client).status_code == status
