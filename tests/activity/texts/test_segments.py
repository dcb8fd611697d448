"""How many SMS a text is."""

import pytest

from activity.texts.segments import Segments, segments


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", Segments(0, 0, wide=False)),
        ("a" * 160, Segments(1, 160, wide=False)),
        ("a" * 161, Segments(2, 161, wide=False)),
        ("a" * 306, Segments(2, 306, wide=False)),
        ("a" * 307, Segments(3, 307, wide=False)),
        ("€" * 80, Segments(1, 160, wide=False)),
        # An escaped letter is not torn apart: 152 places, then one that takes two.
        ("a" * 152 + "€" + "a" * 152, Segments(3, 306, wide=False)),
        ("न" * 70, Segments(1, 70, wide=True, strange="न")),
        ("न" * 71, Segments(2, 71, wide=True, strange="न")),
        ("😀" * 35, Segments(1, 70, wide=True, strange="😀")),
        ("😀" * 36, Segments(2, 72, wide=True, strange="😀")),
        ("Señor, ¿qué tal?", Segments(1, 16, wide=False)),
        ("“Hello”", Segments(1, 7, wide=True, strange="“")),
    ],
)
def test_a_text_takes_so_many(text: str, told: Segments) -> None:
    assert segments(text) == told
