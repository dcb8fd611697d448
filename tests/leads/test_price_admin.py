import re
from decimal import Decimal

import pytest
from django.test import Client

from leads.quoting import publishing
from leads.quoting.models import PriceBreak, PriceItem
from tests.leads.quoting.rows import NOW, laminate, panel, with_break
from tests.people import alice, bob

pytestmark = pytest.mark.django_db
VERSIONS = "/admin/leads/pricelistversion/"


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(alice())
    return client


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
    assert response.context["inline_admin_formset"].formset.non_form_errors() == []


def test_a_half_typed_break_is_refused_beside_its_field(client: Client) -> None:
    response = client.post("/admin/leads/priceitem/add/", item_form(**{"breaks-0-minimum_quantity": "50"}))
    assert response.context["inline_admin_formset"].formset.errors == [
        {"unit_price": ["This field is required."]}
    ]


def test_a_published_version_is_shown_item_by_item(client: Client) -> None:
    with_break(laminate(name="<b>Oak</b>"), "500", "102")
    publishing.publish(actor="sales_user_1", now=NOW)
    page = client.get(f"{VERSIONS}1/change/").content.decode()
    assert '<th scope="row" data-label="Item"><bdi>&lt;b&gt;Oak&lt;/b&gt;</bdi></th>' in page
    assert "₹110.00 / sq ft" in page
    assert "from 500: ₹102.00" in page


def test_a_published_version_is_only_read(client: Client) -> None:
    laminate()
    publishing.publish(actor=None, now=NOW)
    assert client.post(f"{VERSIONS}1/change/", {"number": "2"}).status_code == 403
    assert client.get(f"{VERSIONS}7/change/").status_code == 302


def test_a_version_is_not_shown_without_the_permission() -> None:
    laminate()
    publishing.publish(actor=None, now=NOW)
    client = Client()
    client.force_login(bob("leads.view_lead"))
    assert client.get(f"{VERSIONS}1/change/").status_code == 403


@pytest.mark.parametrize("many", [1, 3])
def test_the_versions_are_listed_with_who_published_them(
    many: int, client: Client, django_assert_num_queries: object
) -> None:
    row, person = laminate(), bob()
    for number in range(many):
        row.unit_price = Decimal(number)
        row.save()
        publishing.publish(actor=person.identifier, now=NOW)
    with django_assert_num_queries(4):
        page = client.get(VERSIONS).content.decode()
    assert page.count(' class="field-publisher">Bob Rao</td>') == many


def test_numbers_are_shown_as_staff_typed_them(client: Client) -> None:
    row = laminate(wastage_percent=Decimal("2.50"))
    with_break(row, "100", "105.75")
    assert (
        ' class="field-price">110\N{NO-BREAK SPACE}/\N{NO-BREAK SPACE}sq\N{NO-BREAK SPACE}ft</td>'
        in client.get("/admin/leads/priceitem/").content.decode()
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
