import pytest
from pytest_django.fixtures import Settings

from activity.letters.contents import contents, newest, unlinked
from activity.letters.letter import write
from activity.letters.models import LetterTemplate
from activity.letters.sample import sample
from leads.models import Lead, Submission
from leads.tokens import quote_page_id
from tests.leads.facts import asked_again, lead

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("https://evil.example/win", "evil. example/win"),
        ("www.evil.example", "www. evil. example"),
        ("J.Sharma", "J. Sharma"),
        ("Flat 2.5 mm", "Flat 2.5 mm"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("प्रिया शर्मा", "प्रिया शर्मा"),
    ],
)
def test_what_a_customer_typed_is_no_link(typed: str, written: str) -> None:
    assert unlinked(typed, 60) == written


def test_a_name_is_cut() -> None:
    assert len(unlinked("x" * 1000, 60)) == 60


def test_a_letter_is_about_the_newest_enquiry_in_its_language() -> None:
    row = lead()
    again = asked_again(row, submitted={"language": "hi"})
    asked = newest(row)
    assert (asked.id, asked.language) == (again.pk, "hi")


def test_a_suspect_enquiry_is_never_the_one() -> None:
    row = lead()
    asked_again(row, suspect="flood")
    assert newest(row).id == row.pk


def test_an_unknown_language_is_english() -> None:
    row = lead()
    Submission.objects.filter(lead=row).update(submitted={"language": "<x>"})
    assert newest(row).language == "en"


def test_a_lead_without_the_form_has_a_letter_without_a_quote() -> None:
    row = Lead.objects.create(name="Priya", email="p@example.com", source="import")
    said = contents(row, newest(row))
    assert (said.values["customer"], said.values["folio"], said.quote) == ("Priya", "", {})


def test_a_snapshot_that_cannot_be_read_is_no_quote() -> None:
    row = lead()  # its snapshot has no lines
    said = contents(row, newest(row))
    assert (said.quote, said.values["total"], said.values["folio"]) == ({}, "", row.folio)


def test_the_link_leads_to_the_quotes_page(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://shop.example"
    link = sample("en", colleague="Neha").values["quote_link"]
    assert link.startswith("https://shop.example/q/")
    assert quote_page_id(link.rstrip("/").rpartition("/")[2]) is not None


def test_without_an_address_of_the_site_there_is_no_link(settings: Settings) -> None:
    settings.PUBLIC_URL = ""
    assert sample("en", colleague="Neha").values["quote_link"] == ""


@pytest.mark.parametrize("language", ["en", "hi", "es"])
def test_every_template_that_is_delivered_fills_whole(language: str, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://shop.example"
    rows = list(LetterTemplate.objects.filter(language=language))
    letters = [write(row.subject, row.body, sample(language, colleague="Neha Patel")) for row in rows]
    assert len(letters) == 3
    assert not any("{" in letter.subject + letter.text + letter.body for letter in letters)
    assert all("Priya Sharma" in letter.text for letter in letters)


def test_a_reply_begins_in_the_customers_language() -> None:
    offered = list(LetterTemplate.objects.replies("es").values_list("language", flat=True))
    assert offered == ["es", "es", "en", "en", "hi", "hi"]


def test_an_acknowledgement_out_of_use_is_none() -> None:
    LetterTemplate.objects.filter(purpose="acknowledgement", language="hi").update(is_used=False)
    assert LetterTemplate.objects.acknowledgement("hi") is None
    assert LetterTemplate.objects.acknowledgement("es") is not None


def test_the_sample_is_complete() -> None:
    said = sample("en", colleague="Neha")
    assert all(said.values[name] for name in ("customer", "business", "folio", "total", "valid_until"))
    assert len(said.quote["lines"]) == 2
