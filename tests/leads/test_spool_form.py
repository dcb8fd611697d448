import pytest

from leads.intake.record import LeadFacts
from leads.spool_form import SpoolForm

TYPED = {"name": "Priya Sharma", "phone": "98201 23456", "source": "website_form", "version": "x"}


def test_the_facts_are_those_of_a_lead() -> None:
    form = SpoolForm(TYPED)
    assert form.is_valid()
    assert LeadFacts(**form.facts()) == LeadFacts("Priya Sharma", phone="+919820123456")


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"name": "P"}, "name", "Your name needs at least two letters."),
        ({"phone": "", "email": ""}, "phone", "Leave us a phone number or an e-mail address, so that we can answer."),
        ({"email": "priya"}, "email", "This e-mail address does not look complete. It is written like name@example.com."),
        ({"source": ""}, "source", "Say where the lead comes from, such as website_form."),
        ({"role": "King"}, "role", "Please choose one of the list."),
    ],
)  # fmt: skip
def test_the_forms_own_rules_hold(changed: dict[str, str], field: str, message: str) -> None:
    assert SpoolForm({**TYPED, **changed}).errors == {field: [message]}


def test_what_no_page_can_carry_is_shown_as_unreadable() -> None:
    form = SpoolForm.of(LeadFacts("Pri\0ya\ud800"), "x")
    assert form["name"].value() == "Pri\ufffdya\ufffd"
