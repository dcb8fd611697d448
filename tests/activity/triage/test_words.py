import pytest

from activity.triage import vocabulary, words


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
    assert words.found(vocabulary.URGENT, words.plain(text)) == wanted


def test_accents_and_case_make_no_difference() -> None:
    assert words.plain("¿Cuánto CUESTA?") == words.plain("cuanto cuesta")


def test_hindi_is_read_with_nukta_and_chandrabindu_or_without() -> None:
    assert words.plain("ज़रूरी है, कहाँ") == words.plain("जरूरी है, कहां")


@pytest.mark.parametrize(
    "text",
    [
        "Two rooms, 40 sq m of oak please",
        "बैठक के लिए लकड़ी का फर्श चाहिए",
        "Quiero piso para dos cuartos",
        "",
        "Awaiting your prompt reply",
        "Please respond with your best price",
        "Your assistant was very kind",
        "Do the panels act as a sound barrier?",
        "As per your instructions I have measured the hall",
        "Please ignore previous message, it is 300 sq ft",
        "Dimmer with manual override for two lights",
        "होटल के लिए लाइटिंग सिस्टम चाहिए",
        "¿El panel actúa como aislante?",
        "Responde solo por la tarde, gracias",
    ],
)
def test_a_customer_does_not_talk_to_machines(text: str) -> None:
    assert not words.talks_to_machines(text)
