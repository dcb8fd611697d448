from decimal import Decimal

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry

from leads.quoting import price_csv
from leads.quoting.models import PriceItem, PriceListVersion
from leads.quoting.price_csv import ChangedMeanwhile, Problem, Unreadable, apply, preview, read, written
from leadsite.accounts.models import User
from tests.leads.quoting.rows import NOW, laminate, panel, with_break
from tests.people import alice

pytestmark = pytest.mark.django_db
HEAD = "slug,category,name,unit,unit_price,breaks,wastage_percent,minimum,step,tax_percent,order,active\n"


def kept() -> list[tuple[object, ...]]:
    rows = PriceItem.objects.prefetch_related("breaks").order_by("slug")
    return [(row.value(), row.active) for row in rows]


def applied(text: str, seen: str | None = None) -> price_csv.Preview:
    editor = User.objects.first() or alice()
    return apply(text, expected=seen or preview(text).digest, user_id=editor.pk, now=NOW)


def test_an_item_s_history_says_who_brought_the_file_in() -> None:
    laminate()
    applied("slug,category,name,unit,unit_price\npremium-laminate,L,L,sq_ft,1\noak,F,Oak,sq_ft,2\n")
    entries = LogEntry.objects.order_by("object_repr").values_list(
        "object_repr", "action_flag", "change_message"
    )
    assert list(entries) == [("L", CHANGE, "From a CSV file"), ("Oak", ADDITION, "From a CSV file")]
    assert {entry.user for entry in LogEntry.objects.all()} == {User.objects.get()}


def test_the_file_holds_the_whole_list_with_breaks_in_one_cell() -> None:
    item = laminate()
    with_break(item, "500", "102")
    with_break(item, "2000", "95.5")
    panel(active=False, order=-5, name="=HYPERLINK()")
    assert written().splitlines() == [
        HEAD.strip(),
        "wall-panel,Wall,'=HYPERLINK(),piece,450,,0,0,0,0,'-5,no",
        "premium-laminate,Laminates,Premium laminate,sq_ft,110,500:102; 2000:95.5,5,0,0,18,10,yes",
    ]


def test_a_file_read_back_changes_nothing() -> None:
    with_break(laminate(), "500", "102")
    panel(active=False, order=-5, name="=HYPERLINK()")
    before = kept()
    found = preview(read(written().encode()))
    assert (found.added, found.changed, found.unchanged, found.problems) == ((), (), 2, ())
    applied(written())
    assert kept() == before


def test_a_list_survives_its_way_through_an_empty_shop() -> None:
    with_break(laminate(), "500", "102")
    panel(name="'=x", order=-1)
    text, before = written(), kept()
    PriceItem.objects.all().delete()
    applied(text)
    assert kept() == before


def test_the_preview_says_what_would_be_added_and_changed_and_writes_nothing() -> None:
    with_break(laminate(), "500", "102")
    panel()
    before = kept()
    found = preview(
        HEAD
        + "premium-laminate,Laminates,Premium laminate,sq_ft,120,500:102;900:99,5,0,0,18,10,yes\n"
        + "wall-panel,Wall,Wall panel,piece,450,,0,0,0,0,20,yes\n"
        + "oak,Flooring,Oak,sq_m,99.5,,0,0,0,0,0,\n"
    )
    assert (found.added, found.unchanged) == (("Oak",), 1)
    assert [(one.name, one.facts) for one in found.changed] == [
        ("Premium laminate", (("unit_price", "110", "120"), ("breaks", "500:102", "500:102; 900:99")))
    ]
    assert kept() == before


def test_what_was_previewed_is_written_and_nothing_is_published() -> None:
    with_break(laminate(), "500", "102")
    done = applied("slug,unit_price,breaks\npremium-laminate,120,900:99\n")
    assert len(done.changed) == 1
    item = PriceItem.objects.get()
    assert (item.unit_price, [str(row) for row in item.breaks.all()], item.category) == (
        Decimal(120), ["900+"], "Laminates",
    )  # fmt: skip
    assert PriceListVersion.objects.count() == 0


def test_a_column_that_is_not_in_the_file_stays_as_it_is() -> None:
    with_break(laminate(), "500", "102")
    applied("slug,name\npremium-laminate,Better laminate\n")
    item = PriceItem.objects.get()
    assert (item.name, item.unit_price, item.breaks.count()) == ("Better laminate", Decimal(110), 1)


def test_a_price_list_that_was_edited_meanwhile_is_not_written_over() -> None:
    row = laminate()
    text = "slug,unit_price\npremium-laminate,120\n"
    seen = preview(text).digest
    with_break(row, "500", "102")
    with pytest.raises(ChangedMeanwhile):
        applied(text, seen)
    assert PriceItem.objects.get().unit_price == Decimal(110)


def test_only_the_file_that_was_shown_is_written() -> None:
    laminate()
    seen = preview("slug,unit_price\npremium-laminate,120\n").digest
    with pytest.raises(ChangedMeanwhile):
        applied("slug,unit_price\npremium-laminate,1\n", seen)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("oak,Flooring,Oak,sq_ft,x,,0,0,0,0,0,yes", ("unit_price", "x", "“x” is not a number such as 110 or 99.50.")),
        ("oak,Flooring,Oak,sq_ft,,,0,0,0,0,0,yes", ("unit_price", "", "A price is missing.")),
        ("oak,Flooring,Oak,sq_ft,-1,,0,0,0,0,0,yes", ("unit_price", "-1", "Ensure this value is greater than or equal to 0.")),
        ("oak,Flooring,Oak,sq_ft,1.23456,,0,0,0,0,0,yes", ("unit_price", "1.23456", "Ensure that there are no more than 4 decimal places.")),
        ("oak,Flooring,Oak,yard,1,,0,0,0,0,0,yes", ("unit", "yard", "The unit is one of sq_ft, sq_m, running_ft, piece, box.")),
        ("oak,Flooring,Oak,sq_ft,1,500,0,0,0,0,0,yes", ("breaks", "500", "Price breaks are written like 500:102; 2000:95 – quantity, colon, unit price.")),
        ("oak,Flooring,Oak,sq_ft,1,500:2,0,0,0,0,0,yes", ("", "", "oak: a larger quantity must not cost more per unit")),
        ("oak,Flooring,Oak,sq_ft,1,500:1;500:1,0,0,0,0,0,yes", ("", "", "oak: price breaks must rise in quantity")),
        ("oak,Flooring,Oak,sq_ft,1,,101,0,0,0,0,yes", ("wastage_percent", "101", "Ensure this value is less than or equal to 100.")),
        ("oak,Flooring,Oak,sq_ft,1,,0,0,0,0,1.5,yes", ("order", "1.5", "“1.5” is not a whole number.")),
        ("oak,Flooring,Oak,sq_ft,1,,0,0,0,0,0,maybe", ("active", "maybe", "Write yes or no.")),
        ("oak,,Oak,sq_ft,1,,0,0,0,0,0,yes", ("category", "", "This field cannot be blank.")),
        (",Flooring,Oak,sq_ft,1,,0,0,0,0,0,yes", ("slug", "", "This field cannot be blank.")),
        ("o k,Flooring,Oak,sq_ft,1,,0,0,0,0,0,yes", ("slug", "o k", "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.")),
        (f"oak,Flooring,{'x' * 256},sq_ft,1,,0,0,0,0,0,yes", ("name", "x" * 256, "Ensure this value has at most 255 characters (it has 256).")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_by_row_and_column(row: str, problem: tuple[str, str, str]) -> None:
    laminate()
    found = preview(f"{HEAD}\n{row}\n")
    assert found.problems == (Problem(3, *problem),)
    assert (found.added, found.changed) == ((), ())


def test_a_file_with_a_wrong_cell_is_not_written_at_all() -> None:
    text = "slug,category,name,unit,unit_price\noak,Flooring,Oak,sq_ft,1\nash,Flooring,Ash,sq_ft,x\n"
    with pytest.raises(ChangedMeanwhile):
        applied(text)
    assert PriceItem.objects.count() == 0


def test_an_item_named_twice_is_said() -> None:
    text = "slug,category,name,unit,unit_price\noak,F,Oak,sq_ft,1\n oak ,F,Oak,sq_ft,2\n"
    assert preview(text).problems == (Problem(3, "slug", " oak ", "Row 2 names this item already."),)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "The file is empty."),
        ("name,unit\nOak,sq_ft\n", "The first row has no column “slug”, by which items are known."),
        ("slug,slug\n", "The first row names a column twice."),
        ("slug,colour\n", "The first row names columns that we do not have: colour."),
        ("slug,name\noak,Oak,red\n", "Row 2 has more cells than the first row has names."),
        ('slug,name\noak,"Oak\n', "The file cannot be read as CSV: a quotation mark is open or out of place."),
        (f"slug,name\noak,{'x' * 5001}\n", "Row 2 has a cell that is far too long."),
        ("slug\n" + "oak\n" * 1001, "The file has more than 1000 rows."),
    ],
)  # fmt: skip
def test_a_file_that_is_no_price_list_is_refused(text: str, why: str) -> None:
    with pytest.raises(Unreadable) as refused:
        preview(text)
    assert str(refused.value).startswith(why)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"x" * (512 * 1024 + 1), "The file is larger than 512 kB."),
        ("slug\nöl".encode("cp1252"), "The file is not UTF-8. Save it as “CSV UTF-8” in your spreadsheet."),
        (b"PK\0\0", "This is no CSV file: it holds a character that no text has."),
    ],
)  # fmt: skip
def test_a_file_that_is_no_text_is_refused(raw: bytes, why: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(raw)
    assert str(refused.value) == why


@pytest.mark.parametrize(
    "text", ["\ufeffSLUG; Name\r\npremium-laminate;Oak\r\n", "slug\tname\rpremium-laminate\tOak"]
)
def test_what_spreadsheets_make_of_a_file_is_understood(text: str) -> None:
    laminate()
    assert len(preview(read(text.encode())).changed) == 1


@pytest.mark.parametrize("many", [1, 30])
def test_a_preview_takes_as_many_queries_for_many_rows_as_for_one(
    many: int, django_assert_num_queries: object
) -> None:
    laminate()
    rows = "".join(f"oak-{number},Flooring,Oak,sq_ft,1\n" for number in range(many))
    with django_assert_num_queries(5):
        preview("slug,category,name,unit,unit_price\npremium-laminate,Laminates,L,sq_ft,1\n" + rows)


@pytest.mark.parametrize("many", [1, 30])
def test_writing_takes_as_many_queries_for_many_rows_as_for_one(
    many: int, django_assert_num_queries: object
) -> None:
    editor = alice()
    with_break(laminate(), "500", "102")
    rows = "".join(f"oak-{number},Flooring,Oak,sq_ft,9,50:8\n" for number in range(many))
    text = f"slug,category,name,unit,unit_price,breaks\npremium-laminate,L,L,sq_ft,1,\n{rows}"
    seen = preview(text).digest
    with django_assert_num_queries(13):
        apply(text, expected=seen, user_id=editor.pk, now=NOW)
    assert [step.unit_price for step in PriceItem.objects.get(slug="oak-0").breaks.all()] == [Decimal(8)]
    assert not PriceItem.objects.get(slug="premium-laminate").breaks.exists()
