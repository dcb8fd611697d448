import pytest

from activity.triage import words


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("We need it URGENTLY!", ["urgently"]),
        ("कृपया तुरंत बात करें।", ["तुरंत"]),
        ("Lo necesito lo mas pronto posible", ["lo mas pronto posible"]),
        ("An insurgent rose", []),
    ],
)
def test_urgent_words_are_found_as_whole_words_in_three_languages(text: str, wanted: list[str]) -> None:
    assert words.found(words.URGENT, words.plain(text)) == wanted


def test_accents_and_case_make_no_difference() -> None:
    assert words.plain("¿Cuánto CUESTA?") == words.plain("cuanto cuesta")


@pytest.mark.parametrize(
    "text",
    ["Two rooms, 40 sq m of oak please", "बैठक के लिए लकड़ी का फर्श चाहिए", "Quiero piso para dos cuartos", ""],
)
def test_a_customer_does_not_talk_to_machines(text: str) -> None:
    assert not words.talks_to_machines(text)
