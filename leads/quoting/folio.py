"""The folio: the short name of a quote that people read out and type, such as 7K2M-9XTR-D4Q.

Ten symbols of an alphabet without look-alikes carry 50 random bits; the eleventh is a check symbol that
exposes every single wrong symbol and every two that changed places.
"""

import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
SYMBOLS = 10
BITS = 5 * SYMBOLS
BYTES = 7  # what `make` needs at least
LONGEST_TYPED = 64

_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}


def make(bits: bytes) -> str:
    """The folio of the first 50 of these bits, in the one form that is stored and shown. 7 bytes or more."""
    if len(bits) < BYTES:
        raise ValueError(f"A folio takes {BYTES} bytes, not {len(bits)}")
    number = int.from_bytes(bits[:BYTES]) >> (8 * BYTES - BITS)
    body = [number >> shift & 31 for shift in range(BITS - 5, -1, -5)]
    return _written([*body, _check(body)])


def parse(text: str) -> str | None:
    """The folio a person typed, in its one form; None if it is none.

    Forgiven: lower case, missing or odd dashes, spaces, full-width or Indian digits, O for 0, I and L for 1.
    """
    if len(text) > LONGEST_TYPED:
        return None
    signs = [sign for sign in unicodedata.normalize("NFKC", text).upper() if not _is_filler(sign)]
    values = [_VALUES.get(_ascii_digit(sign)) for sign in signs]
    known = [value for value in values if value is not None]
    if len(values) != SYMBOLS + 1 or known != values or _check(known[:-1]) != known[-1]:
        return None
    return _written(known)


def is_valid(text: str) -> bool:
    """Whether the text is a folio in its one form."""
    return parse(text) == text


def _check(body: list[int]) -> int:
    """The sum of the symbols times rising powers of a generator of the field of 32 elements.

    All weights differ and none is zero, so one changed symbol or two exchanged ones change the sum.
    """
    total = 0
    for value in body:
        total = _times_generator(total ^ value)
    return total


def _times_generator(value: int) -> int:
    shifted = value << 1
    return shifted ^ 0b100101 if shifted & 0b100000 else shifted


def _written(values: list[int]) -> str:
    symbols = "".join(ALPHABET[value] for value in values)
    return f"{symbols[:4]}-{symbols[4:8]}-{symbols[8:]}"


def _is_filler(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in ("Pd", "Cf") or sign == "_"


def _ascii_digit(sign: str) -> str:
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
