"""`manage.py drain`, `spool_status` and `import_spool_log`, on a real spool and a real database."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from leads.intake import connection, last_resort
from leads.intake.spool import Spool
from leads.models import Submission
from leadsite.keys import new_id
from tests.leads.intake.quotes import quote

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def spool(settings: Settings, tmp_path: Path) -> Spool:
    settings.SPOOL_DIR = tmp_path / "spool"
    return Spool(settings.SPOOL_DIR)


@pytest.fixture
def say(capfd: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def run(*arguments: str) -> str:
        call_command(*arguments)
        return capfd.readouterr().out

    return run


def waiting(spool: Spool, count: int = 1) -> list[object]:
    records = [quote() for _ in range(count)]
    for record in records:
        spool.write(record.id, record.to_json())
    return [record.id for record in records]


def test_drain_brings_in_what_waits(spool: Spool, say: Callable[..., str]) -> None:
    keys = waiting(spool, 3)
    assert say("drain") == "Nothing waits any more; 3 did.\n"
    assert set(Submission.objects.values_list("pk", flat=True)) == set(keys)
    assert spool.waiting() == []


def test_drain_of_an_empty_spool_is_no_trouble(spool: Spool, say: Callable[..., str]) -> None:
    assert say("drain") == "Nothing waits any more; 0 did.\n"


def test_drain_says_why_it_cannot(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting(spool, 2)
    monkeypatch.setattr(connection, "parameters", lambda: {"host": "127.0.0.1", "port": "1"})
    with pytest.raises(CommandError, match="2 submissions still wait: OperationalError"):
        call_command("drain", "--patience", "0")
    assert len(spool.waiting()) == 2


def test_drain_lets_parked_ones_try_again(spool: Spool, say: Callable[..., str]) -> None:
    (key,) = waiting(spool)
    spool.note_failure(key, "UniqueViolation 23505")  # type: ignore[arg-type]
    spool.park(key)  # type: ignore[arg-type]
    assert say("drain") == "Nothing waits any more; 0 did.\n"
    assert say("drain", "--parked") == "Nothing waits any more; 1 did.\n"
    assert Submission.objects.get().pk == key


def test_spool_status_says_what_waits_and_what_is_parked_and_why(
    spool: Spool, say: Callable[..., str]
) -> None:
    waiting(spool, 2)
    (bad,) = waiting(spool)
    spool.note_failure(bad, "UniqueViolation 23505 leads_folio_key")  # type: ignore[arg-type]
    spool.park(bad)  # type: ignore[arg-type]
    assert say("spool_status").splitlines() == [
        f"2 waiting, 1 parked, in {spool.folder}",
        "the oldest waits for 0 seconds",
        f"parked: {bad} UniqueViolation 23505 leads_folio_key",
    ]


def test_spool_status_of_an_empty_spool_is_one_line(spool: Spool, say: Callable[..., str]) -> None:
    assert say("spool_status") == f"0 waiting, 0 parked, in {spool.folder}\n"


@pytest.fixture
def log(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Path:
    """A log with two quotes of the last resort between other lines."""
    written = []
    for _ in range(2):
        assert last_resort.write(quote().to_json())
        written.append(capfd.readouterr().err)
    path = tmp_path / "web.log"
    path.write_text(
        f"starting\n{written[0]}GET / 200\nweb-1 | {written[1]}caf\udce9\n", errors="surrogateescape"
    )
    return path


def test_quotes_in_a_log_come_in_once_however_often_it_is_read(
    spool: Spool, log: Path, say: Callable[..., str]
) -> None:
    for _ in range(2):
        assert say("import_spool_log", str(log)).startswith("2 submissions are in the spool now")
        say("drain")
    assert Submission.objects.count() == 2


def test_a_log_can_be_piped_in(
    spool: Spool, log: Path, say: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(log.read_text(errors="replace")))
    assert say("import_spool_log").startswith("2 submissions are in the spool now")


def test_a_line_that_cannot_be_opened_is_an_error_and_the_others_come_in(spool: Spool, log: Path) -> None:
    log.write_text(log.read_text(errors="replace") + f"{last_resort.PREFIX} gAAAAcut\n")
    with pytest.raises(CommandError, match="1 lines could not be opened"):
        call_command("import_spool_log", str(log))
    assert len(spool.waiting()) == 2


def test_a_spool_that_takes_nothing_is_said(spool: Spool, log: Path) -> None:
    spool.folder.write_text("not a folder")
    with pytest.raises(CommandError, match="The spool takes nothing"):
        call_command("import_spool_log", str(log))


def test_a_file_that_is_not_there_is_said(spool: Spool) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_spool_log", f"/nowhere/{new_id()}")
