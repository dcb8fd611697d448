import pytest

from leads.paste_form import PasteForm
from leads.quoting.pasted import LONGEST


@pytest.mark.parametrize(
    ("typed", "needs_phone", "errors"),
    [
        ({"text": "hello"}, False, {}),
        ({"text": "hello", "phone": "98201 23456"}, True, {}),
        ({"text": "hello"}, True, {"phone": ["Enter the phone that the message came from."]}),
        ({"text": " "}, False, {"text": ["Paste the message first."]}),
        ({"text": "a\0b"}, False, {"text": ["There is a character in here that cannot be stored. Please type it again."]}),
        ({"text": "x" * (LONGEST + 1)}, False, {"text": ["Please keep this to 20000 characters."]}),
        ({"text": "x", "phone": "12"}, False, {"phone": ["This phone number does not look complete. Please check it, with its country code."]}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field(
    typed: dict[str, str], needs_phone: bool, errors: dict[str, list[str]]
) -> None:
    assert PasteForm(typed, needs_phone=needs_phone).errors == errors


def test_a_phone_is_understood_as_dialled_here() -> None:
    form = PasteForm({"text": "x", "phone": "98201-23456"})
    assert form.is_valid()
    assert form.cleaned_data["phone"] == "+919820123456"
