import pytest

from leads import parked_reasons


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("UniqueViolation 23505 submissions_folio_key", "Its folio belongs to another quote already."),
        ("CheckViolation 23514 leads_phone_digits", "The phone number is not one that can be called."),
        ("UniqueViolation 23505 idx_new", "Something in it may be there once only, and is there already."),
        ("StringDataRightTruncation 22001", "One of the texts is too long."),
        ("CheckViolation 23514 a_new_rule", "Something in it breaks a rule of the database."),
        ("DatetimeFieldOverflow 22008", "Something in it cannot be stored as it is."),
        ("no outcome", "The database refused it."),
        ("unknown", "The database refused it."),
        ("", "The database refused it."),
    ],
)
def test_a_refusal_is_told_in_a_sentence(reason: str, told: str) -> None:
    assert parked_reasons.sentence(reason) == told
