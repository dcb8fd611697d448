"""Rules across settings: each names what is wrong, and a database that is away is none of them."""

from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from leadsite import checks, filesystems


def ids(found: list[Any]) -> list[str]:
    return [message.id for message in found]


def test_a_spool_that_a_restart_empties_is_an_error(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.EMBEDDED, settings.SPOOL_EPHEMERAL_OK = False, False
    monkeypatch.setattr(filesystems, "is_ephemeral", lambda path: True)
    assert ids(checks.spool_survives()) == ["leadsite.E001"]


def test_it_can_be_accepted(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.EMBEDDED, settings.SPOOL_EPHEMERAL_OK = False, True
    monkeypatch.setattr(filesystems, "is_ephemeral", lambda path: True)
    assert ids(checks.spool_survives()) == []


def test_the_embedded_database_lies_on_the_same_disk_anyway(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMBEDDED = True
    monkeypatch.setattr(filesystems, "is_ephemeral", lambda path: True)
    assert ids(checks.spool_survives()) == []


def test_a_lasting_disk_is_no_error(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.EMBEDDED, settings.SPOOL_EPHEMERAL_OK = False, False
    monkeypatch.setattr(filesystems, "is_ephemeral", lambda path: False)
    assert ids(checks.spool_survives()) == []


@pytest.mark.parametrize(("key", "found"), [("short", ["leadsite.E002"]), ("x" * 32, [])])
def test_a_short_secret_is_an_error(settings: Any, key: str, found: list[str]) -> None:
    settings.DEBUG, settings.SECRET_KEY = False, key
    assert ids(checks.secret_key_is_long()) == found


@pytest.mark.parametrize(("number", "found"), [("12025550123", ["leadsite.W001"]), ("919876543210", [])])
def test_the_demo_number_is_warned_of(settings: Any, number: str, found: list[str]) -> None:
    settings.WHATSAPP_NUMBER = number
    assert ids(checks.whatsapp_number_is_the_shops()) == found


GOOD = {
    "synchronous_commit": "on",
    "fsync": "on",
    "statement_timeout": "30s",
    "current_user": "leadsite_web",
    "owns_tables": False,
}


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({}, []),
        ({"synchronous_commit": "off"}, ["leadsite.E003"]),
        ({"fsync": "off"}, ["leadsite.E004"]),
        ({"statement_timeout": "0"}, ["leadsite.W004"]),
        ({"owns_tables": True}, ["leadsite.W003"]),
    ],
)
def test_a_database_that_does_not_keep_its_word_is_named(
    settings: Any, monkeypatch: pytest.MonkeyPatch, facts: dict[str, object], found: list[str]
) -> None:
    settings.DEBUG = False
    monkeypatch.setattr(checks, "database_facts", lambda: {**GOOD, **facts})
    assert ids(checks.database_keeps_what_it_says(databases=["default"])) == found


def test_a_database_that_is_away_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> dict[str, object]:
        raise OperationalError("connection refused")

    monkeypatch.setattr(checks, "database_facts", away)
    assert checks.database_keeps_what_it_says(databases=["default"]) == []


@pytest.mark.django_db
def test_the_facts_are_asked_of_the_database_itself() -> None:
    facts = checks.database_facts()
    assert (facts["current_user"], facts["owns_tables"]) == ("leadsite_web", False)
