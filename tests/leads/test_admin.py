import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from leads.models import Lead
from leads.quoting import publishing
from leads.quoting.models import PriceBreak, PriceItem
from tests.leads.facts import lead, worked
from tests.leads.quoting.rows import NOW, laminate, panel, with_break
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


@pytest.mark.parametrize("many", [1, 3])
def test_a_leads_page_takes_as_many_queries_for_a_long_story_as_for_a_short_one(
    many: int, client: Client, django_assert_num_queries: Counted
) -> None:
    row = worked(lead(), bob())
    for _ in range(many):
        row.activities.create(type="note", message="Called again")
        row.products.create(category="Wall", product="Panel")
    url = f"/admin/leads/lead/{row.id}/change/"
    client.get(url)  # Django asks once a process what kind of object this is
    with django_assert_num_queries(7):
        page = client.get(url)
    assert page.content.decode().count("<p>Called again</p>") == many


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
    assert response.status_code == 403
    assert (Lead.objects.get().name, Lead.objects.get().status) == ("Priya Sharma 1", "new")


def item_form(**changed: object) -> dict[str, object]:
    return {
        "category": "Wall",
        "name": "Wall panel",
        "slug": "wall-panel",
        "unit": "piece",
        "unit_price": "450",
        "tax_percent": "18",
        "wastage_percent": "0",
        "minimum": "0",
        "step": "0",
        "order": "1",
        "active": "on",
        "breaks-TOTAL_FORMS": "1",
        "breaks-INITIAL_FORMS": "0",
        "breaks-0-minimum_quantity": "",
        "breaks-0-unit_price": "",
        **changed,
    }


def test_staff_add_an_item_with_its_breaks(client: Client) -> None:
    form = item_form(**{"breaks-0-minimum_quantity": "50", "breaks-0-unit_price": "420"})
    client.post("/admin/leads/priceitem/add/", form)
    row = PriceItem.objects.get()
    assert (row.slug, row.unit_price) == ("wall-panel", Decimal(450))
    assert [(step.minimum_quantity, step.unit_price) for step in row.breaks.all()] == [(50, 420)]


def test_a_break_that_costs_more_is_refused_beside_the_breaks(client: Client) -> None:
    form = item_form(**{"breaks-0-minimum_quantity": "50", "breaks-0-unit_price": "500"})
    response = client.post("/admin/leads/priceitem/add/", form)
    assert response.context["inline_admin_formset"].formset.non_form_errors() == [
        "wall-panel: a larger quantity must not cost more per unit"
    ]
    assert PriceItem.objects.count() == 0


def test_a_break_that_is_being_removed_does_not_count(client: Client) -> None:
    row = panel()
    step = with_break(row, "50", "420")
    form = item_form(
        unit_price="400",
        **{
            "breaks-INITIAL_FORMS": "1",
            "breaks-0-id": str(step.id),
            "breaks-0-item": str(row.id),
            "breaks-0-minimum_quantity": "50",
            "breaks-0-unit_price": "420",
            "breaks-0-DELETE": "on",
        },
    )
    client.post(f"/admin/leads/priceitem/{row.id}/change/", form)
    assert (PriceItem.objects.get().unit_price, PriceBreak.objects.count()) == (Decimal(400), 0)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("unit_price", "-1"),
        ("wastage_percent", "101"),
        ("tax_percent", "-1"),
        ("unit", "kilo"),
        ("slug", "a b"),
    ],
)
def test_an_item_that_cannot_be_sold_is_refused_beside_its_field(
    field: str, value: str, client: Client
) -> None:
    response = client.post("/admin/leads/priceitem/add/", item_form(**{field: value}))
    assert list(response.context["adminform"].form.errors) == [field]


def test_a_half_typed_break_is_refused_beside_its_field(client: Client) -> None:
    response = client.post("/admin/leads/priceitem/add/", item_form(**{"breaks-0-minimum_quantity": "50"}))
    assert response.context["inline_admin_formset"].formset.errors == [
        {"unit_price": ["This field is required."]}
    ]


def test_a_published_version_is_shown_item_by_item(client: Client) -> None:
    laminate(name="<b>Oak</b>")
    publishing.publish(actor="sales_user_1", now=NOW)
    page = client.get("/admin/leads/pricelistversion/1/change/").content.decode()
    assert (
        "<td>Laminates</td><td>&lt;b&gt;Oak&lt;/b&gt;</td><td>premium-laminate</td><td>110 / sq ft</td>"
        in page
    )


def test_numbers_are_shown_as_staff_typed_them(client: Client) -> None:
    row = laminate(wastage_percent=Decimal("2.50"))
    with_break(row, "100", "105.75")
    assert (
        '<td class="field-price">110 / sq ft</td>' in client.get("/admin/leads/priceitem/").content.decode()
    )
    page = client.get(f"/admin/leads/priceitem/{row.id}/change/").content.decode()
    shown = re.findall(r'name="(unit_price|wastage_percent|breaks-0-\w+)" value="([\d.]+)"', page)
    assert dict(shown) == {
        "unit_price": "110",
        "wastage_percent": "2.5",
        "breaks-0-minimum_quantity": "100",
        "breaks-0-unit_price": "105.75",
    }


def test_saving_an_item_as_it_is_changes_nothing(client: Client) -> None:
    row = panel(tax_percent=Decimal(18), order=1)
    client.post(f"/admin/leads/priceitem/{row.id}/change/", item_form())
    history = client.get(f"/admin/leads/priceitem/{row.id}/history/")
    assert [entry.get_change_message() for entry in history.context["action_list"]] == ["No fields changed."]
