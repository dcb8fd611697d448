from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from leads.quoting.models import PriceItem, PriceListVersion
from leads.quoting.price_list import PriceBreak
from leads.quoting.price_list import PriceItem as Item
from tests.leads.quoting.rows import NOW, laminate, panel, price_list, with_break

pytestmark = pytest.mark.django_db


def refused(sql: str, *parameters: object) -> str:
    """The name of the rule, or the sentence, with which the database refuses this."""
    with pytest.raises(IntegrityError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
    cause = error.value.__cause__
    return cause.diag.constraint_name or cause.diag.message_primary


def published(number: int = 1) -> PriceListVersion:
    value = price_list(number)
    return PriceListVersion.objects.create(number=number, published_at=NOW, content=value.to_json())


def test_a_row_becomes_the_value_that_is_published() -> None:
    row = laminate(minimum=Decimal("20"), step=Decimal("0.5"))
    with_break(row, "500", "99.5")
    with_break(row, "100", "105")
    row.refresh_from_db()
    assert row.value() == Item(
        slug="premium-laminate",
        category="Laminates",
        name="Premium laminate",
        unit="sq_ft",
        unit_price=Decimal("110"),
        breaks=(PriceBreak(Decimal(100), Decimal("105")), PriceBreak(Decimal(500), Decimal("99.5"))),
        wastage_percent=Decimal(5),
        minimum=Decimal(20),
        step=Decimal("0.5"),
        tax_percent=Decimal(18),
        order=10,
    )


def test_only_active_items_are_on_sale_in_the_forms_order() -> None:
    laminate(slug="last", order=3)
    panel(slug="gone", active=False)
    panel(slug="first", order=1)
    assert [item.slug for item in PriceItem.objects.on_sale()] == ["first", "last"]


def test_a_row_of_plain_sql_is_complete() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into price_items (category, name, slug, unit, unit_price) values ('Wall', 'Panel', 'p', 'piece', 5)"
        )
    assert PriceItem.objects.get().value() == Item("p", "Wall", "Panel", "piece", Decimal(5))


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("unit", "kilo", "price_items_unit_check"),
        ("unit_price", -1, "price_items_not_negative"),
        ("minimum", -1, "price_items_not_negative"),
        ("step", -1, "price_items_not_negative"),
        ("wastage_percent", 101, "price_items_percentages"),
        ("tax_percent", -1, "price_items_percentages"),
    ],
)
def test_the_database_refuses_an_item_that_cannot_be_priced(column: str, value: object, rule: str) -> None:
    laminate()
    assert refused(f"update price_items set {column} = %s", value) == rule


def test_two_items_never_share_a_slug() -> None:
    laminate()
    insert = "insert into price_items (category, name, slug, unit, unit_price) values ('a', 'b', 'premium-laminate', 'box', 1)"
    assert refused(insert) == "price_items_slug_key"


def test_two_breaks_of_an_item_never_share_a_quantity() -> None:
    row = with_break(laminate(), "100", "105")
    insert = "insert into price_breaks (id, item_id, minimum_quantity, unit_price) values (gen_random_uuid(), %s, 100, 5)"
    assert refused(insert, row.item_id) == "price_breaks_item_quantity_key"


def test_a_break_starts_above_zero() -> None:
    with_break(laminate(), "100", "105")
    assert refused("update price_breaks set minimum_quantity = 0") == "price_breaks_in_range"


def test_breaks_go_with_their_item_in_plain_sql_too() -> None:
    row = with_break(laminate(), "100", "105")
    with connection.cursor() as cursor:
        cursor.execute("delete from price_items")
        cursor.execute("select count(*) from price_breaks where id = %s", [row.id])
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    "change",
    [
        "update price_list_versions set published_by = 'somebody'",
        "update price_list_versions set content = jsonb_set(content, '{currency}', '\"USD\"')",
        "delete from price_list_versions",
    ],
)
def test_a_published_version_never_changes(change: str) -> None:
    published()
    assert refused(change) == "A published price list never changes: publish another version"


def test_a_version_holds_content_of_its_own_number() -> None:
    insert = "insert into price_list_versions (number, published_at, content) values (2, now(), '{\"version\": 1}')"
    assert refused(insert) == "price_list_versions_content_number"


def test_a_version_without_a_number_inside_is_refused() -> None:
    insert = "insert into price_list_versions (number, published_at, content) values (2, now(), '{}')"
    assert refused(insert) == "price_list_versions_content_number"


def test_versions_start_at_one() -> None:
    insert = "insert into price_list_versions (number, published_at, content) values (0, now(), '{\"version\": 0}')"
    assert refused(insert) == "price_list_versions_number"


def test_a_stored_version_is_read_back_as_it_was() -> None:
    published(7)
    assert PriceListVersion.objects.get().value() == price_list(7)
