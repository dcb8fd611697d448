"""Pages of a search: the same rows by the walk and by the index, and never a scan of the table."""

from datetime import timedelta

import pytest
from django.db import connection

from leads.expressions import PHONE_FROM_ITS_END
from leads.lead_list import keyset, searching
from leads.lead_list.keyset import Place
from leads.lead_list.rows import listed
from leads.models import Lead
from leads.querysets import LeadQuerySet
from leads.search import read
from tests.leads.facts import lead
from tests.leads.quoting.rows import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyset, "ROWS", 2)
    monkeypatch.setattr(searching, "ROWS", 2)
    monkeypatch.setattr(searching, "NEAR", 4)
    monkeypatch.setattr(searching, "NEAR_OF_NUMBERS", 2)
    for number in range(1, 10):
        name = "Common" if number % 3 else "Rare"
        lead(number, name=f"{name} {number}", asked=NOW - timedelta(days=number))


def names(word: str, place: Place | None = None) -> list[str]:
    page = searching.page(listed(Lead.objects.genuine()), read(word), place or Place())
    return [row.name for row in page.leads]


def pages(word: str) -> list[list[str]]:
    found, place = [], Place()
    while True:
        page = searching.page(listed(Lead.objects.genuine()), read(word), place)
        found.append([row.name for row in page.leads])
        if page.older is None:
            return found
        place = Place(after=page.older)


def test_a_common_word_is_found_page_after_page() -> None:
    assert pages("common") == [["Common 1", "Common 2"], ["Common 4", "Common 5"], ["Common 7", "Common 8"]]


def test_a_rare_word_is_found_however_far_away() -> None:
    assert pages("rare") == [["Rare 3", "Rare 6"], ["Rare 9"]]


@pytest.mark.parametrize("word", ["common", "rare", "12345"])
def test_the_way_back_leads_over_the_same_rows(word: str) -> None:
    Lead.objects.exclude(name="Common 2").update(phone="+919820012345")
    leads = listed(Lead.objects.genuine())
    first = searching.page(leads, read(word), Place())
    second = searching.page(leads, read(word), Place(after=first.older))
    back = searching.page(leads, read(word), Place(before=second.newer))
    assert [row.name for row in back.leads] == [row.name for row in first.leads]


def test_a_common_word_is_found_by_the_walk_alone(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        names("common")


def plan(leads: LeadQuerySet) -> str:
    """How the database would find them if reading the whole table were no choice."""
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute("set local enable_indexscan = off")
    return str(leads.explain())


def test_an_index_knows_the_end_of_a_phone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("set local enable_sort = off")  # among few leads any index of phones would do
        cursor.execute("set local enable_bitmapscan = off")
    found = read("0000009").narrow(Lead.objects.all()).order_by(PHONE_FROM_ITS_END).explain()
    assert "idx_leads_phone_end" in found
    assert "Index Cond" in found


def test_the_end_of_a_phone_is_found_page_after_page() -> None:
    Lead.objects.exclude(name="Common 2").update(phone="+919820012345")
    assert pages("12345") == [
        ["Common 1", "Rare 3"],
        ["Common 4", "Common 5"],
        ["Rare 6", "Common 7"],
        ["Common 8", "Rare 9"],
    ]


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("sharma", "idx_leads_search_text"),
        ("12345", "idx_leads_search_text"),
        ("कविता", "idx_leads_search_other_scripts"),
        ("élo", "idx_leads_search_other_scripts"),
    ],
)
def test_an_index_knows_the_word(text: str, index: str) -> None:
    assert index in plan(read(text).narrow(Lead.objects.all()))


@pytest.mark.parametrize("text", ["कविता", "वर्मा", "कविता 98200", "ÉLODIE", "élodie", "Łukasz"])
def test_other_scripts_are_found(text: str) -> None:
    lead(20, name="कविता वर्मा", company="Élodie Łukasz", phone="+919820012345")
    lead(21, name="कमला शर्मा", company="Elodie Lukasz")
    assert names(text) == ["कविता वर्मा"]


@pytest.mark.parametrize("text", ["कव", "漢字漢字", "é", "🏠🏠🏠"])
def test_what_no_index_knows_is_too_short(text: str) -> None:
    assert read(text).too_short


@pytest.mark.parametrize("text", ["common 7", "rare 9820000009", "rare common", "COMMON a_b", "98%_ common"])
def test_looking_through_finds_what_the_index_finds(text: str) -> None:
    search = read(text)
    found = set(search.narrow(Lead.objects.all()))
    assert set(search.look_through(Lead.objects.all())) == found
