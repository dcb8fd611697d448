"""Which leads are people, and which leads are one person's."""

import pytest

from leads.models import Lead, Submission

pytestmark = pytest.mark.django_db


def lead(name: str, *suspects: str | None) -> Lead:
    """A lead with one submission for each reason to suspect it; None is a genuine one."""
    made = Lead.objects.create(name=name, email=f"{name.lower()}@example.com")
    for number, suspect in enumerate(suspects):
        Submission.objects.create(lead=made, folio=f"{name} {number}", suspect=suspect)
    return made


@pytest.fixture
def shop() -> None:
    lead("Imported")
    lead("Priya", None)
    lead("Bot", "honeypot")
    lead("Flood", "flood", "too_fast")
    lead("Revived", "flood", None)


@pytest.mark.usefixtures("shop")
def test_suspects_have_no_genuine_enquiry() -> None:
    assert set(Lead.objects.suspect().values_list("name", flat=True)) == {"Bot", "Flood"}


@pytest.mark.usefixtures("shop")
def test_everyone_else_is_genuine() -> None:
    assert set(Lead.objects.genuine().values_list("name", flat=True)) == {"Imported", "Priya", "Revived"}


@pytest.mark.usefixtures("shop")
def test_submissions_are_told_apart_by_themselves() -> None:
    assert Submission.objects.suspect().count() == 4
    assert set(Submission.objects.genuine().values_list("folio", flat=True)) == {"Priya 0", "Revived 1"}


@pytest.mark.parametrize(
    ("email", "phone", "names"),
    [
        ("PRIYA@example.com", None, {"Priya"}),
        (None, "+919876543210", {"Rajesh"}),
        ("priya@example.com", "+919876543210", {"Priya", "Rajesh"}),
        (None, None, set()),
        ("", "", set()),
    ],
)
def test_a_person_is_known_by_email_or_phone(email: str | None, phone: str | None, names: set[str]) -> None:
    Lead.objects.create(name="Priya", email="Priya@Example.com")
    Lead.objects.create(name="Rajesh", phone="+919876543210")
    Lead.objects.create(name="Asha", email="asha@example.com")
    assert set(Lead.objects.of_person(email=email, phone=phone).values_list("name", flat=True)) == names
