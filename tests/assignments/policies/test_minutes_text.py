import pytest

from assignments.policies import minutes_text
from assignments.policies.minutes_text import Unreadable


@pytest.mark.parametrize(
    ("typed", "minutes", "shown"),
    [
        ("30 min", 30, "30 min"),
        ("30", 30, "30 min"),
        ("90", 90, "1 h 30 min"),
        ("4 h", 240, "4 h"),
        ("4h", 240, "4 h"),
        ("1 hour 30 minutes", 90, "1 h 30 min"),
        ("1.5 h", 90, "1 h 30 min"),
        ("1,5 H", 90, "1 h 30 min"),
        ("60 mins", 60, "1 h"),
        ("", None, ""),
        (" – ", None, ""),
    ],
)
def test_lengths_are_read_as_people_type_them(typed: str, minutes: int | None, shown: str) -> None:
    assert minutes_text.read(typed) == minutes
    assert minutes_text.written(minutes) == shown
    assert minutes_text.read(shown) == minutes


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("a day", "no_length"),
        ("-5", "no_length"),
        ("30 h 20 h", "no_length"),
        ("1e3", "no_length"),
        ("0", "too_little"),
        ("0.5 min", "too_little"),
        ("0.01 h", "too_little"),
        ("86401", "too_much"),
        ("999999 h", "too_much"),
    ],
)
def test_what_is_no_length_is_refused(typed: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        minutes_text.read(typed)
    assert refused.value.code == code


def test_no_promise_is_spoken_of() -> None:
    assert (minutes_text.spoken(None), minutes_text.spoken(60)) == ("none", "1 h")
