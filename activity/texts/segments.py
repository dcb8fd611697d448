"""How many SMS a text is: by the alphabet of GSM 03.38 where all of it fits, else by UCS-2.

The same reckoning in the browser: activity/static/activity/texts.js.
"""

from dataclasses import dataclass

ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
ESCAPED = frozenset("\f^{}\\[~]|€")  # each takes two places
ALONE, JOINED = 160, 153  # places of one SMS, and of each where there are several
ALONE_WIDE, JOINED_WIDE = 70, 67


@dataclass(frozen=True)
class Segments:
    """`places` are taken in all, in the alphabet that is `wide` or not; `strange` made it wide."""

    count: int
    places: int
    wide: bool
    strange: str = ""


def segments(text: str) -> Segments:
    strange = next((letter for letter in text if letter not in ALPHABET and letter not in ESCAPED), "")
    if strange:
        sizes = [len(letter.encode("utf-16-le")) // 2 for letter in text]
        alone, joined = ALONE_WIDE, JOINED_WIDE
    else:
        sizes = [2 if letter in ESCAPED else 1 for letter in text]
        alone, joined = ALONE, JOINED
    places = sum(sizes)
    count = 1 if places <= alone else packed(sizes, joined)
    return Segments(count if text else 0, places, bool(strange), strange)


def packed(sizes: list[int], room: int) -> int:
    """How many are filled where what takes two places is never torn apart."""
    count, left = 1, room
    for size in sizes:
        if size > left:
            count, left = count + 1, room
        left -= size
    return count
