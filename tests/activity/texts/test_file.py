"""Without an account an SMS is a file, which goes with its person."""

import stat
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from activity.outbox import left_files
from leads.erasure import erase_lead
from tests.activity.outbox.messages import send, text
from tests.leads import facts

pytestmark = pytest.mark.django_db


def test_an_sms_is_a_file_that_only_its_owner_reads_and_an_erasure_takes_along(
    settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR, settings.TWILIO_ACCOUNT_SID = tmp_path, ""
    kept, gone = text(facts.lead()), text(facts.lead(2))
    for row in (kept, gone):
        send(row)
    path = tmp_path / "texts" / f"{kept.pk}.txt"
    assert path.read_text() == "To: +919820000001\n\nYour samples are here.\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    erase_lead(gone.lead_id)
    assert (left_files.sweep(path.parent), list(path.parent.iterdir())) == (1, [path])
