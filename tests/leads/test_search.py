from collections.abc import Callable

import pytest

from leads.models import Lead
from leads.search import Search, read
from tests.leads.facts import lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def priya() -> Lead:
    lead(2, name="Rajesh Kumar", phone="+919820000099", email="rajesh@example.com")
    return lead(1, phone="+919820012345", email="Priya@Example.com", company="100% Interiors_Ltd")


def found(text: str) -> list[Lead]:
    return list(read(text).narrow(Lead.objects.all()))


@pytest.mark.parametrize(
    "text",
    [
        "priya@example.com",
        "PRIYA@",
        "sharma",
        " Priya Sh ",
        "sharma priya",
        "+91 98200 12345",
        "+91 98200-12345",
        "098200 12345",
        "98200-12345",
        "(98200) 12345",
        "12345",
        "12 345",
        "९८२०० १२३४५",
        "00 91 98200 12345",
        "interiors",
        "100% interiors",
        "s_ltd",
    ],
)
def test_a_person_is_found_by_whatever_is_known_of_her(text: str, priya: Lead) -> None:
    assert found(text) == [priya]


def test_a_folio_is_found_however_it_is_read_out(priya: Lead) -> None:
    spoken = str(priya.folio).lower().replace("-", " ")
    assert found(spoken) == [priya]


def test_a_part_of_a_folio_is_found_with_dashes_and_without(priya: Lead) -> None:
    part = str(priya.folio)[2:8]
    assert priya in found(part)
    assert priya in found(part.replace("-", ""))


def test_a_lead_is_found_by_the_folio_of_a_later_enquiry(priya: Lead) -> None:
    other = Lead.objects.exclude(pk=priya.pk).get()
    other.submissions.update(lead=priya)
    assert found(str(other.folio)) == [priya]


@pytest.mark.parametrize("text", ["nobody@example.com", "98200 00000", "Meera", "10_% inter", "priya rajesh"])
def test_nothing_is_found_where_nothing_fits(text: str, priya: Lead) -> None:
    assert found(text) == []


def test_nothing_matches_across_two_fields(priya: Lead) -> None:
    assert found("sharma 1100") == []


@pytest.mark.parametrize("text", ["p", "pr", "p r i y a", "a-b c-d", "%%%", "___", "98", "+9 1", "a@b"])
def test_what_no_index_knows_is_not_searched(text: str, priya: Lead) -> None:
    asked = read(text)
    assert (asked.words, asked.too_short or bool(asked.email)) == ((), True)


def test_a_short_address_is_found_as_a_whole(priya: Lead) -> None:
    short = lead(3, email="a@b.io")
    assert found("A@b.io") == [short]


def test_a_nul_is_no_text(priya: Lead) -> None:
    assert found("shar\x00ma") == [priya]


def test_a_very_long_text_is_cut(priya: Lead) -> None:
    assert found("x" * 100_000) == []


def test_a_number_is_read_as_leads_keep_it() -> None:
    assert read("098200 12345") == Search(phone="+919820012345", words=("+919820012345",))


def test_a_whole_address_is_that_persons_alone(priya: Lead) -> None:
    other = lead(3, email="not-priya@example.com")
    assert found("priya@example.com") == [priya]
    assert found("not-priya@example.com") == [other]


def test_a_part_of_an_address_is_found_where_nobody_has_it_as_a_whole(priya: Lead) -> None:
    assert found("iya@example.co") == [priya]


@pytest.fixture
def everywhere() -> list[str]:
    """Leads that have 98200 at the end of their phone, at its beginning, in an address and in a company."""
    lead(5, name="Ends so", phone="+919811098200")
    lead(6, name="Begins so", phone="+919820011111")
    lead(7, name="Writes so", phone=None, email="asha98200@example.com")
    lead(8, name="Works there", phone=None, email="a@example.com", company="Plot 98200")
    return ["Begins so", "Ends so", "Works there", "Writes so"]


def names(search: Search) -> list[str]:
    return sorted(row.name for row in search.narrow(Lead.objects.all()))


@pytest.mark.parametrize(
    "text", ["98200", "98-200", "(0) 98 200", "098 200", "…98200", "... 98200", "९८२००", "1098200"]
)
def test_digits_alone_are_the_end_of_a_phone(text: str, everywhere: list[str]) -> None:
    assert names(read(text)) == ["Ends so"]


def test_digits_are_anywhere_where_that_is_asked_for(everywhere: list[str]) -> None:
    assert names(read("98200").anywhere()) == everywhere


def test_digits_that_end_no_phone_are_anywhere(everywhere: list[str]) -> None:
    Lead.objects.filter(name="Ends so").delete()
    assert names(read("98200")) == ["Begins so", "Works there", "Writes so"]


def test_which_phones_end_so_is_asked_of_the_leads_at_hand(everywhere: list[str]) -> None:
    found = read("98200").narrow(Lead.objects.exclude(name="Ends so"))
    assert sorted(row.name for row in found) == ["Begins so", "Works there", "Writes so"]


def test_digits_beside_a_word_are_anywhere(everywhere: list[str]) -> None:
    assert names(read("98200 so")) == ["Begins so", "Ends so", "Writes so"]


@pytest.mark.parametrize(
    ("text", "ending"),
    [("12345", "12345"), ("12 34 56", "123456"), ("1234", None), ("98200 12345", None), ("s12345", None)],
)
def test_five_digits_or_more_may_end_a_phone(text: str, ending: str | None) -> None:
    assert read(text).ending == ending


@pytest.mark.parametrize("text", ["+91 98200 12345", "98200 12345"])
def test_a_whole_number_is_looked_up_as_such(
    text: str, priya: Lead, django_assert_num_queries: Callable[[int], object]
) -> None:
    with django_assert_num_queries(2):  # is there one, and which
        assert found(text) == [priya]


@pytest.mark.parametrize(
    ("text", "number"), [("45678", True), ("98201 23456", True), ("1234", False), ("sharma 2000", False)]
)
def test_five_digits_in_a_word_are_a_number(text: str, number: bool) -> None:
    assert read(text).has_number is number
