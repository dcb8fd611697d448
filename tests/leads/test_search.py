import pytest

from leads.models import Lead
from leads.search import matching
from tests.leads.facts import lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def priya() -> Lead:
    lead(2, name="Rajesh Kumar", phone="+919820000099", email="rajesh@example.com")
    return lead(1, phone="+919820012345", email="Priya@Example.com")


@pytest.mark.parametrize(
    "text", ["priya@example.com", "+91 98200 12345", "98200-12345", "sharma", " Priya Sh "]
)
def test_a_person_is_found_by_whatever_is_known_of_her(text: str, priya: Lead) -> None:
    assert list(matching(Lead.objects.all(), text)) == [priya]


def test_a_folio_is_found_however_it_is_read_out(priya: Lead) -> None:
    spoken = str(priya.folio).lower().replace("-", " ")
    assert list(matching(Lead.objects.all(), spoken)) == [priya]


def test_a_lead_is_found_by_the_folio_of_a_later_enquiry(priya: Lead) -> None:
    other = Lead.objects.exclude(pk=priya.pk).get()
    other.submissions.update(lead=priya)
    assert list(matching(Lead.objects.all(), str(other.folio))) == [priya]


@pytest.mark.parametrize("text", ["", "p", "pr", "nobody@example.com", "98200 00000", "Meera"])
def test_nothing_is_found_where_nothing_fits(text: str, priya: Lead) -> None:
    assert list(matching(Lead.objects.all(), text)) == []
