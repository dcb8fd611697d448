"""Letters beyond ASCII, for the search.

The database's index knows a text by three letters in a row, and where its character type is C (as in the
embedded one) no other letters are letters to it. So a second index has a Latin letter in the place of each
(leads/sql/other_scripts.up.sql makes the same two strings). Several letters share one: what that index finds
is compared with the text itself.
"""

import re

# Latin with its accents, Greek and Cyrillic, Arabic, the scripts of India with their vowel signs.
RANGES = ((0x00AA, 0x017F), (0x0370, 0x052F), (0x0600, 0x06FF), (0x0900, 0x0D7F))
LETTERS = "".join(chr(code) for first, last in RANGES for code in range(first, last + 1))
STAND_INS = "".join(chr(ord("a") + ord(letter) % 26) for letter in LETTERS)

_OTHERS = "".join(f"{chr(first)}-{chr(last)}" for first, last in RANGES)
OTHER = re.compile(f"[{_OTHERS}]")
THREE_IN_A_ROW = re.compile(f"[0-9A-Za-z{_OTHERS}]{{3}}")
