from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from leads.models import Lead, Submission
from leads.quoting import snapshot
from leads.quoting.calculator import LineRequest, price
from tests.leads.facts import lead, worked
from tests.leads.quoting.rows import NOW, price_list
from tests.people import alice, bob

pytestmark = pytest.mark.django_db
Counted = Callable[[int], object]


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(alice())
    return client


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.parametrize(
    ("url", "queries"),
    [
        ("/admin/leads/submission/", 4),
        ("/admin/activity/activity/", 4),
        ("/admin/assignments/assignment/", 4),
    ],
)
def test_a_list_takes_as_many_queries_for_many_rows_as_for_one(
    many: int, url: str, queries: int, client: Client, django_assert_num_queries: Counted
) -> None:
    owner = bob()
    for number in range(many):
        worked(lead(number), owner)
    with django_assert_num_queries(queries):
        page = client.get(url)
    assert page.status_code == 200


@pytest.mark.parametrize(
    ("choice", "kinds"),
    [("", [None]), ("?enquiries=suspect", ["honeypot"]), ("?enquiries=all", ["honeypot", None])],
)
def test_suspect_enquiries_are_out_of_sight_until_asked_for(
    choice: str, kinds: list[str | None], client: Client
) -> None:
    lead(1, asked=NOW - timedelta(days=1))
    lead(2, suspect="honeypot")
    page = client.get(f"/admin/leads/submission/{choice}")
    assert [row.suspect for row in page.context["cl"].result_list] == kinds


def test_an_enquiry_is_read_as_words_not_as_json(client: Client) -> None:
    quote = price(price_list(), [LineRequest("premium-laminate", Decimal(200))])
    kept = snapshot.build(quote, folio="7K2M-9XTR-D4Q", computed_at=NOW, valid_until=NOW)
    row = Submission.objects.create(
        lead=lead(),
        folio="REPEAT",
        received_at=NOW,
        quote=kept,
        submitted={"message": "Twice <b>as</b> much"},
    )
    page = client.get(f"/admin/leads/submission/{row.pk}/change/").content.decode()
    assert "Premium laminate · " in page
    assert '<div class="readonly">Twice &lt;b&gt;as&lt;/b&gt; much</div>' in page


@pytest.mark.parametrize("submitted", [{}, {"message": 5}, ["no form"]])
def test_an_enquiry_that_another_program_wrote_is_shown(submitted: object, client: Client) -> None:
    row = Submission.objects.create(
        lead=lead(), folio="OTHER", received_at=NOW, quote=None, submitted=submitted
    )
    assert client.get(f"/admin/leads/submission/{row.pk}/change/").status_code == 200


@pytest.mark.parametrize(
    "url",
    [
        "/admin/leads/lead/add/",
        "/admin/leads/submission/add/",
        "/admin/leads/pricelistversion/add/",
        "/admin/activity/activity/add/",
        "/admin/assignments/assignment/add/",
    ],
)
def test_facts_are_not_made_by_hand(url: str, client: Client) -> None:
    assert client.get(url).status_code == 403


def test_a_leads_facts_are_not_changed_by_hand(client: Client) -> None:
    row = lead()
    response = client.post(f"/admin/leads/lead/{row.id}/change/", {"name": "Somebody", "status": "lost"})
    assert response.status_code == 405
    assert (Lead.objects.get().name, Lead.objects.get().status) == ("Priya Sharma 1", "new")
