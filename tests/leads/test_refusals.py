import re

import pytest

from leads.exceptions import Refused
from leads.refusals import sentence

CODES = set(re.findall(r"\w+", re.sub(r"\([^)]*\)", "", (Refused.__doc__ or "").partition("Codes:")[2]))) - {
    "and"
}


def test_every_reason_has_its_sentence() -> None:
    assert {"gone", "no_contact", "used_key"} < CODES
    assert [code for code in CODES if sentence(Refused(code)) == sentence(Refused("unheard of"))] == []


@pytest.mark.parametrize(
    ("refused", "text"),
    [
        (Refused("already_taken", "Neha Patel"), "Neha Patel has taken this lead already."),
        (Refused("already_taken"), "a colleague has taken this lead already."),
        (Refused("unheard of"), "This cannot be done now."),
    ],
)
def test_a_reason_is_told_in_a_sentence(refused: Refused, text: str) -> None:
    assert sentence(refused) == text
