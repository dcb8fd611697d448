import pytest

from leads.phones import display, normalise


@pytest.mark.parametrize(
    ("typed", "region", "expected"),
    [
        ("98765 43210", "IN", "+919876543210"),
        ("098765-43210", "IN", "+919876543210"),
        ("+91 98765 43210", "US", "+919876543210"),
        ("0091 98765 43210", "IN", "+919876543210"),
        ("919876543210", "IN", "+919876543210"),
        ("९८७६५ ४३२१०", "IN", "+919876543210"),
        ("+९१ ९८७६५ ४३२१०", "IN", "+919876543210"),
        ("９８７６５４３２１０", "IN", "+919876543210"),
        ("(202) 555-0123", "US", "+12025550123"),
        ("+34 612 34 56 78", "IN", "+34612345678"),
        ("98765 43210 ext. 12", "IN", "+919876543210"),
        ("tel:+91-98765-43210", "IN", "+919876543210"),
    ],
)
def test_a_number_is_kept_in_one_form_however_it_was_typed(typed: str, region: str, expected: str) -> None:
    assert normalise(typed, region) == expected


@pytest.mark.parametrize(
    "typed",
    ["", "call me", "12345", "9876543210987654321", "+999 12345678", "00000 00000", "\x00", "+", "9" * 500],
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        normalise(typed, "IN")


def test_a_number_is_shown_as_it_is_written_internationally() -> None:
    assert display("+919876543210") == "+91 98765 43210"


def test_what_cannot_be_read_is_shown_as_it_is() -> None:
    assert display("not a number") == "not a number"
