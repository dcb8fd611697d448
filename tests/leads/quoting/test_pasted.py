from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads.quoting.pasted import Message, MessageLine, verify
from tests.leads.quoting.shop import FOLIO, SECRET
from tests.leads.quoting.test_whatsapp import URL, basket, write

TEXT = write(basket())
GENUINE = Message(
    folio=FOLIO,
    customer="Priya Sharma",
    language="en",
    currency="INR",
    lines=(
        MessageLine(
            1,
            "Premium Laminate",
            Decimal(2000),
            Decimal("2152.5"),
            "sq ft",
            Decimal("184038.75"),
            "by Friday",
        ),
        MessageLine(2, "Pendant Lamp", Decimal(1), Decimal(1), "piece", Decimal("1999.99")),
        MessageLine(3, "Oak table", Decimal("1.5"), Decimal("1.5"), "", None),
    ),
    left_out=0,
    total=Decimal("219405.72"),
    tax=Decimal("33366.98"),
    quote_url=URL,
)


def test_a_pasted_message_says_what_was_quoted() -> None:
    assert verify(TEXT, secrets=[SECRET]) == GENUINE


@pytest.mark.parametrize(
    "pasted",
    [
        pytest.param(TEXT.replace("\n", "\r\n"), id="other line endings"),
        pytest.param(TEXT.replace("\n\n", "\n"), id="blank lines gone"),
        pytest.param(TEXT.replace("*", ""), id="bold marks gone"),
        pytest.param("\n".join(f"  {line} \u00a0" for line in TEXT.splitlines()), id="spaces around lines"),
        pytest.param(TEXT.replace(" ", "\u00a0"), id="other spaces"),
        pytest.param(TEXT.replace("₹", "\u200e₹\u2069"), id="direction marks"),
        pytest.param(TEXT.replace("✓", "✓\ufe0f"), id="tick as emoji"),
        pytest.param(f"Hi, me again!\n{TEXT}\nPlease call me.", id="words around it"),
        pytest.param(f"[10:32, 21/11/2026] Priya: {TEXT} 10:32", id="copied with the app's own stamps"),
        pytest.param(
            TEXT.replace("Hello Leadsite Interiors, I would like this quote:\n", ""), id="no greeting"
        ),
        pytest.param(f"About {FOLIO}:\n{TEXT}", id="folio mentioned before"),
        pytest.param(f"✓ AAAA-BBBB\n{TEXT}", id="another signature before"),
    ],
)
def test_what_apps_and_people_do_to_a_message_does_no_harm(pasted: str) -> None:
    assert verify(pasted, secrets=[SECRET]) == GENUINE


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ("2,152.5 sq ft", "3,152.5 sq ft"),
        ("₹1,84,038.75", "₹84,038.75"),
        ("₹2,19,405.72", "₹2,19,405.71"),
        ("incl. tax ₹33,366.98", "no tax added"),
        ("Priya", "Pria"),
        ("by Friday", "by Monday"),
        ("INR", "USD"),
        ("21 Dec", "31 Dec"),
        ("shop.example", "evil.example"),
        ("D45", "D46"),
        ("2) Pendant Lamp\n1 piece · ₹1,999.99\n", ""),
        ("1) Premium", "0) A lamp\n1 · ₹1.00\n1) Premium"),
        ("Premium Laminate\n2,000", "Premium Laminate 2,000"),
    ],
)
def test_a_changed_word_is_not_the_shops(said: str, changed: str) -> None:
    assert said in TEXT
    assert verify(TEXT.replace(said, changed, 1), secrets=[SECRET]) is None


@given(st.integers(0, len(TEXT) - 1), st.sampled_from("0123456789ABCZ"))
def test_no_figure_or_letter_from_the_folio_on_can_be_exchanged(at: int, sign: str) -> None:
    start = TEXT.index("*Quote")
    changed = TEXT[:at] + sign + TEXT[at + 1 :]
    if at > start and TEXT[at].isalnum() and TEXT[at] != sign:
        assert verify(changed, secrets=[SECRET]) is None


def test_an_earlier_secret_still_proves_its_messages() -> None:
    assert verify(TEXT, secrets=["new", SECRET]) == GENUINE
    assert verify(TEXT, secrets=["new"]) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "✓ ABCD-EFGH",
        f"{FOLIO}\n✓ ABCD-EFGH",
        "\ud800",
        "x" * 20_001,
        TEXT.rsplit("\n", 1)[0],
        "\n" * 5000,
    ],
)
def test_what_is_no_message_is_none(text: str) -> None:
    assert verify(text, secrets=[SECRET]) is None


@given(st.text())
def test_no_text_makes_reading_raise(text: str) -> None:
    assert verify(f"{FOLIO}{text}\n{text}\n✓ ABCD-EFGH", secrets=[SECRET]) is None


def test_two_messages_of_one_chat_give_the_first() -> None:
    second = write(basket(), customer="Someone Else")
    assert verify(f"{TEXT}\n{second}", secrets=[SECRET]) == GENUINE


@pytest.mark.parametrize("language", ["hi", "es"])
def test_every_language_reads_back_the_same_figures(language: str) -> None:
    read = verify(write(basket(), language=language), secrets=[SECRET])
    assert read is not None
    assert (read.language, read.total, read.tax) == (language, GENUINE.total, GENUINE.tax)
    assert [line.amount for line in read.lines] == [line.amount for line in GENUINE.lines]
    assert [line.quantity for line in read.lines] == [line.quantity for line in GENUINE.lines]
