import email
import stat
from email import policy
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from activity.letters.channel import make
from activity.outbox import left_files
from leads.erasure import erase_lead
from tests.activity.letters.letters import ADDRESS, customer, facts, letter, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA_DIR, settings.EMAIL_PROVIDER = tmp_path, "file"
    return tmp_path / "letters"


def test_a_letter_is_a_file_that_only_its_owner_reads(folder: Path) -> None:
    row = letter(customer())
    send(row)
    (path,) = folder.iterdir()
    mail = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    assert (path.name, mail["To"], mail["Subject"]) == (f"{row.pk}.eml", ADDRESS, "Your samples")
    assert mail.get_body(("html",)).get_content().strip() == "<p>They are here.</p>"  # type: ignore[union-attr]
    assert [stat.S_IMODE(place.stat().st_mode) for place in (path, folder)] == [0o600, 0o700]
    assert (row.status, facts(row)["channel"]) == ("sent", "file")


def test_an_erasure_takes_the_file_along(folder: Path) -> None:
    kept, gone = letter(customer()), letter(customer(number=2, email="other@example.com"))
    send(kept)
    send(gone)
    erase_lead(gone.lead_id)
    assert left_files.sweep(folder) == 1
    assert [path.stem for path in folder.iterdir()] == [str(kept.pk)]


def test_nothing_to_sweep_is_no_error(folder: Path) -> None:
    assert left_files.sweep(folder) == 0


def test_on_the_console_it_is_shown(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.EMAIL_PROVIDER = "console"
    row = letter(customer())
    send(row)
    assert "They are here." in capsys.readouterr().out
    assert (row.status, make().provider) == ("sent", "console")
