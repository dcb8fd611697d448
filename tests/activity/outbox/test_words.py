"""The words that end our messages, in three languages."""

import pytest

from activity.outbox.words import begins, ends


@pytest.mark.parametrize(
    "text",
    ["STOP", " stop. ", "Stop!", "Unsubscribe", "ALTO", "Baja", "बंद करो", "रोकें", "बंद करें।", "band karo"],
)
def test_a_word_alone_ends_them(text: str) -> None:
    assert ends(text)


@pytest.mark.parametrize(
    "text", ["", "stop by at 5", "Please do not stop", "¿puede parar mañana?", "बंद है क्या"]
)
def test_a_word_in_a_sentence_does_not(text: str) -> None:
    assert not ends(text)


@pytest.mark.parametrize("text", ["START", "alta", "शुरू करें"])
def test_a_word_lets_them_begin_again(text: str) -> None:
    assert (begins(text), ends(text)) == (True, False)
