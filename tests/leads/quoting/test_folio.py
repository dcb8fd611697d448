import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads.quoting.folio import ALPHABET, is_valid, make, parse

folios = st.binary(min_size=7, max_size=7).map(make)


def test_the_alphabet_has_no_look_alikes() -> None:
    assert ALPHABET == "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def test_a_folio_has_one_form() -> None:
    assert make(bytes(range(7))) == "000G-40R4-0MV"


@given(folios)
def test_a_folio_reads_back_as_itself(folio: str) -> None:
    assert (parse(folio), is_valid(folio)) == (folio, True)


@given(st.integers(0, 2**50 - 1), st.integers(0, 2**50 - 1))
def test_fifty_bits_are_carried(one: int, other: int) -> None:
    names = [make((number << 6).to_bytes(7)) for number in (one, other)]
    assert (names[0] == names[1]) == (one == other)


@given(folios)
def test_every_single_wrong_symbol_is_caught(folio: str) -> None:
    at = [at for at, sign in enumerate(folio) if sign != "-"]
    wrong = [folio[:n] + sign + folio[n + 1 :] for n in at for sign in ALPHABET if sign != folio[n]]
    assert [text for text in wrong if parse(text)] == []


@given(folios)
def test_every_two_symbols_that_changed_places_are_caught(folio: str) -> None:
    signs = folio.replace("-", "")
    pairs = [(one, other) for one in range(11) for other in range(one) if signs[one] != signs[other]]
    swapped = ["".join(signs[{one: other, other: one}.get(n, n)] for n in range(11)) for one, other in pairs]
    assert [text for text in swapped if parse(text)] == []


@pytest.mark.parametrize(
    "typed",
    [
        "000G-40R4-0MV",
        "000g40r40mv",
        "oooG 4OR4 oMV",
        " 000G–40R4—0MV\n",
        "０００Ｇ４０Ｒ４０ＭＶ",
        "०००G-४०R४-०MV",
        "\u200e000G-40R4-0MV\u200f",
        "000G_40R4_0MV",
    ],
)
def test_what_people_type_is_understood(typed: str) -> None:
    assert parse(typed) == "000G-40R4-0MV"


def test_i_and_l_are_read_as_one() -> None:
    folio = next(name for name in map(make, (bytes([n] * 7) for n in range(256))) if "1" in name)
    assert [parse(folio.replace("1", sign)) for sign in "IiLl"] == [folio] * 4


@pytest.mark.parametrize(
    "typed", ["", "-", "000G-40R4-0MG", "000G-40R4-0M", "000G-40R4-0MV0", "U00G-40R4-0MV", "0" * 999]
)
def test_anything_else_is_no_folio(typed: str) -> None:
    assert parse(typed) is None


def test_a_folio_in_another_form_is_not_the_stored_one() -> None:
    assert is_valid("000g40r40mv") is False


def test_too_few_bits_are_refused() -> None:
    with pytest.raises(ValueError, match="7 bytes"):
        make(b"123456")
