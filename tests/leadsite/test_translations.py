"""The customer's pages speak every language we promise, and the compiled files say what the texts say."""

from pathlib import Path

import pytest
from django.conf import settings

from leadsite.management.commands.translations import (
    catalogue,
    compiled,
    gathered,
    languages,
    read,
    untranslated,
)

ROOT = Path(settings.BASE_DIR)
KEYS = [pytest.param(code, id=code) for code in languages()]


@pytest.mark.parametrize("language", KEYS)
def test_nothing_is_left_untranslated(language: str) -> None:
    assert untranslated(read(language, ROOT)) == []


@pytest.mark.parametrize("language", KEYS)
def test_the_catalogue_holds_exactly_the_texts_of_the_pages(language: str) -> None:
    def texts(catalog: object) -> set[tuple[str | None, str]]:
        return {(message.context, str(message.id)) for message in catalog if message.id}  # type: ignore[attr-defined]

    assert texts(read(language, ROOT)) == texts(gathered(ROOT))


@pytest.mark.parametrize("language", KEYS)
def test_the_compiled_file_is_fresh(language: str) -> None:
    assert catalogue(language, ROOT).with_suffix(".mo").read_bytes() == compiled(read(language, ROOT))


@pytest.mark.parametrize("language", KEYS)
def test_placeholders_survive_translation(language: str) -> None:
    wrong = [str(message.id) for message in read(language, ROOT) if message.id and list(message.check())]
    assert wrong == []
