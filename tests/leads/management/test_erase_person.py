"""`manage.py erase_person` on a real spool."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from leads.intake import spool
from leads.intake.record import LeadFacts, SubmissionRecord
from leads.models import ErasedSubmission, Lead
from leadsite.keys import new_id

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_spool(settings: Settings, tmp_path: Path) -> None:
    settings.SPOOL_DIR = tmp_path / "spool"


def waiting(**facts: str) -> SubmissionRecord:
    record = SubmissionRecord(
        id=new_id(), folio=hashlib.sha256(str(facts).encode()).hexdigest(), lead=LeadFacts("Priya", **facts),
        submitted_at=datetime.now(UTC),
    )  # fmt: skip
    spool.here().write(record.id, record.to_json())
    return record


def erase(*arguments: str) -> None:
    call_command("erase_person", *arguments, "--yes")


def test_database_spool_and_parked_files_forget_the_person(capsys: pytest.CaptureFixture[str]) -> None:
    Lead.objects.create(name="Priya Sharma", phone="+919876543210")
    by_phone, parked, other = (
        waiting(phone="+919876543210"),
        waiting(email="Priya@Example.com"),
        waiting(email="r@example.com"),
    )
    spool.here().park(parked.id)
    erase("--phone", "98765 43210", "--email", "priya@example.com")
    assert capsys.readouterr().out == "Erased: 1 leads, 0 enquiries, 2 waiting in the spool.\n"
    assert (Lead.objects.count(), [record.id for record in spool.records()], list(spool.parked())) == (
        0,
        [other.id],
        [],
    )
    assert set(ErasedSubmission.objects.values_list("pk", flat=True)) == {by_phone.id, parked.id}


def test_nobody_is_erased_without_a_yes(monkeypatch: pytest.MonkeyPatch) -> None:
    Lead.objects.create(name="Priya Sharma", email="priya@example.com")
    questions: list[str] = []
    monkeypatch.setattr("builtins.input", lambda question: [questions.append(question), "no"][1])
    with pytest.raises(CommandError, match="Nothing was erased"):
        call_command("erase_person", "--email", "priya@example.com")
    assert questions == ["Erase 1 leads, 0 enquiries, 0 waiting in the spool for good? Type yes: "]
    assert Lead.objects.count() == 1


def test_an_unknown_person_is_said_to_be_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    erase("--email", "nobody@example.com")
    assert capsys.readouterr().out == "Nothing is known about this person.\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [((), "Say whom"), (("--email", " "), "Say whom"), (("--phone", "12"), "cannot be understood")],
)
def test_a_command_without_a_person_erases_nobody(arguments: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        erase(*arguments)


def test_a_file_that_the_disk_keeps_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting(email="priya@example.com")
    monkeypatch.setattr(spool, "remove", lambda submission_id: False)
    with pytest.raises(CommandError, match="Could not erase 0 leads, 0 enquiries, 1 waiting in the spool"):
        erase("--email", "priya@example.com")
