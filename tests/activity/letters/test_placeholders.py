import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from activity.letters.models import LetterTemplate
from activity.letters.purposes import ALLOWED, IN_A_SUBJECT, Purpose
from activity.letters.quote_line import misplaced
from activity.outbox.placeholders import fill, unknown

ALL = ALLOWED[Purpose.REPLY]
WRONG_BODIES = [
    "Hello {custommer}", "Hello {", "Hello }", "{Customer}", "{ customer }", "{{customer}}", "{}", "See {quote} here", "{__class__}", "{customer.name}",
]  # fmt: skip


@pytest.mark.parametrize("body", WRONG_BODIES[:-1])
def test_what_nobody_fills_is_found(body: str) -> None:
    assert unknown(body, ALL) != [] or misplaced(body)


def test_each_wrong_one_is_named_once() -> None:
    assert unknown("{foo} {foo} {customer} } {bar}", ALL) == ["{foo}", "}", "{bar}"]


def test_a_colleague_signs_a_reply_only() -> None:
    assert unknown("{colleague}", ALLOWED[Purpose.ACKNOWLEDGEMENT]) == ["{colleague}"]
    assert unknown("{colleague}", ALL) == []


def test_a_value_is_never_filled_again() -> None:
    values = {"customer": "{folio}", "folio": "Q1"}
    assert fill("{customer} {folio}", values) == "{folio} Q1"


@pytest.mark.django_db
@pytest.mark.parametrize("body", WRONG_BODIES)
@pytest.mark.parametrize("purpose", Purpose.values)
def test_the_database_stores_none_either(body: str, purpose: str) -> None:
    row = LetterTemplate.objects.filter(purpose=purpose)
    with pytest.raises(IntegrityError, match="placeholders_check"), transaction.atomic():
        row.update(body=body)


@pytest.mark.django_db
@pytest.mark.parametrize("subject", ["{quote}", "{quote_link}", "{colleague}", "{x}", "a {"])
def test_nor_in_a_subject(subject: str) -> None:
    assert unknown(subject, IN_A_SUBJECT) != []
    with pytest.raises(IntegrityError, match="placeholders_check"), transaction.atomic():
        LetterTemplate.objects.filter(purpose="reply").update(subject=subject)


@pytest.mark.django_db
@pytest.mark.parametrize("subject", ["a\nb", " ", ""])
def test_a_subject_is_one_line_with_something_in_it(subject: str) -> None:
    with pytest.raises(IntegrityError, match="subject_check"), transaction.atomic():
        LetterTemplate.objects.all().update(subject=subject)


@pytest.mark.django_db
def test_the_database_takes_all_that_the_form_allows() -> None:
    body = "\n".join(f"{{{name}}}" for name in sorted(ALL))
    LetterTemplate.objects.filter(purpose="reply").update(body=body, changed_at=timezone.now())
    assert LetterTemplate.objects.filter(purpose="reply", body=body).exists()
