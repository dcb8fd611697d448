from pathlib import Path

from pytest_django import Settings

from leadsite.serving import fingerprint


def test_the_same_files_give_the_same_fingerprint() -> None:
    assert fingerprint.of_static_files() == fingerprint.of_static_files()


def test_a_new_static_file_changes_it(settings: Settings, tmp_path: Path) -> None:
    settings.STATICFILES_DIRS = [tmp_path]
    before = fingerprint.of_static_files()
    (tmp_path / "new.css").write_text("p {}")
    assert fingerprint.of_static_files() != before


def test_another_time_zone_is_written_to_the_database_at_the_next_start(settings: Settings) -> None:
    before = fingerprint.of_preparation()
    settings.TIME_ZONE = "Asia/Dubai"
    assert fingerprint.of_preparation() != before


def test_another_database_is_prepared_anew(settings: Settings) -> None:
    before = fingerprint.of_preparation()
    settings.OWNER_DATABASE = {**settings.OWNER_DATABASE, "NAME": "another"}
    assert fingerprint.of_preparation() != before


def test_what_was_remembered_matches(tmp_path: Path) -> None:
    fingerprint.remember(tmp_path / "stamp", "one")
    assert [fingerprint.matches(tmp_path / "stamp", value) for value in ("one", "two")] == [True, False]


def test_nothing_remembered_matches_nothing(tmp_path: Path) -> None:
    assert not fingerprint.matches(tmp_path / "stamp", "one")
