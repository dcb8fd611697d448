import logging
import os
from pathlib import Path

import pytest

from leads.exceptions import Refused
from leads.intake import at_once, repair
from leads.intake.record import LeadFacts, SubmissionRecord
from leads.intake.spool import Spool
from tests.leads.intake.quotes import quote
from tests.people import in_role

pytestmark = pytest.mark.django_db
FACTS = {"name": "Priya Sharma", "phone": "+919820123456", "source": "referral"}


def parked(spool: Spool, record: SubmissionRecord | None = None) -> SubmissionRecord:
    record = record or quote()
    spool.write(record.id, record.to_json())
    spool.note_failure(record.id, "CheckViolation: leads_phone_digits")
    spool.park(record.id)
    return record


def version(spool: Spool, record: SubmissionRecord) -> str:
    found = repair.opened(spool, record.id)
    assert found is not None
    return found.version


def test_a_parked_quote_says_what_it_is_and_why(spool: Spool) -> None:
    record = parked(spool)
    found = repair.opened(spool, record.id)
    assert found is not None
    assert (found.record, found.reason) == (record, "CheckViolation: leads_phone_digits")


def test_a_parked_file_that_cannot_be_read_is_still_there(spool: Spool) -> None:
    record = parked(spool)
    spool.rewrite_parked(record.id, b"{")
    found = repair.opened(spool, record.id)
    assert found is not None
    assert (found.record, found.name) == (None, "")


def test_a_quote_that_is_not_parked_is_none(spool: Spool) -> None:
    record = quote()
    spool.write(record.id, record.to_json())
    assert repair.opened(spool, record.id) is None


def test_retrying_forgets_its_failures(spool: Spool) -> None:
    record = parked(spool)
    repair.retry(spool, record.id, by="neha")
    assert ([found.id for found in spool.waiting()], spool.parked_ids(), spool.failures(record.id)) == (
        [record.id], [], 0,
    )  # fmt: skip


def test_what_is_parked_no_more_is_not_retried(spool: Spool) -> None:
    record = parked(spool)
    spool.unpark(record.id)
    with pytest.raises(Refused, match="gone"):
        repair.retry(spool, record.id, by="neha")


def test_what_is_put_right_waits_again_under_the_same_id_and_folio(spool: Spool) -> None:
    record = parked(spool)
    changed = repair.put_right(spool, record.id, FACTS, version=version(spool, record), by="neha")
    kept = spool.find(record.id)
    assert kept is not None
    assert changed == ["phone", "source"]
    assert (kept.id, kept.folio, kept.quote, kept.submitted) == (
        record.id, record.folio, record.quote, record.submitted,
    )  # fmt: skip
    assert kept.lead == LeadFacts(**FACTS)
    assert spool.parked_ids() == []


def test_characters_that_no_database_takes_go_from_everything_it_holds(spool: Spool) -> None:
    record = parked(spool, quote(name="Priya\0"))
    poisoned = record.to_json().replace(b'"matt"', b'"ma\\u0000tt\\ud800"').replace(b'"20"', b'"2\\u00000"')
    spool.rewrite_parked(record.id, poisoned)
    repair.put_right(spool, record.id, FACTS, version=version(spool, record), by="neha")
    kept = spool.find(record.id)
    assert kept is not None
    assert kept.products[0].notes == "ma\ufffdtt\ufffd"
    assert at_once.store(kept).outcome == "stored"


def test_what_a_colleague_changed_meanwhile_is_not_overwritten(spool: Spool) -> None:
    record = parked(spool)
    seen = version(spool, record)
    spool.rewrite_parked(record.id, quote(key=record.id, name="Other").to_json())
    with pytest.raises(Refused, match="changed_meanwhile"):
        repair.put_right(spool, record.id, FACTS, version=seen, by="neha")
    assert spool.parked_ids() == [record.id]


def test_what_was_let_go_meanwhile_is_not_put_right(spool: Spool) -> None:
    record = parked(spool)
    seen = version(spool, record)
    spool.unpark(record.id)
    with pytest.raises(Refused, match="gone"):
        repair.put_right(spool, record.id, FACTS, version=seen, by="neha")


def test_a_disk_that_fails_leaves_the_parked_file_as_it_was(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = parked(spool)

    def fails(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    seen = version(spool, record)
    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OSError, match="No space left"):
        repair.put_right(spool, record.id, FACTS, version=seen, by="neha")
    assert spool.read_parked(record.id) == record.to_json()
    assert list(Path(spool.folder).glob(".*")) == []


def unreadable(spool: Spool) -> SubmissionRecord:
    record = parked(spool)
    spool.rewrite_parked(record.id, b"{")
    return record


def test_a_file_that_nobody_can_read_is_discarded_with_who_and_why(spool: Spool) -> None:
    record, meera = unreadable(spool), in_role("Manager", "meera", "Meera Iyer")
    repair.discard(spool, record.id, reason="A torn file", version=version(spool, record), by=meera)
    assert spool.parked_ids() == []
    assert [(row.object_id, row.user, row.change_message) for row in repair.discarded()] == [
        (str(record.id), meera, "A torn file")
    ]


def test_a_quote_that_can_be_read_is_not_discarded(spool: Spool) -> None:
    record, meera = parked(spool), in_role("Manager", "meera", "Meera Iyer")
    with pytest.raises(Refused, match="gone"):
        repair.discard(spool, record.id, reason="x", version=version(spool, record), by=meera)
    assert spool.parked_ids() == [record.id]


def test_a_file_that_changed_meanwhile_is_not_discarded(spool: Spool) -> None:
    record, meera = unreadable(spool), in_role("Manager", "meera", "Meera Iyer")
    with pytest.raises(Refused, match="changed_meanwhile"):
        repair.discard(spool, record.id, reason="x", version="another", by=meera)
    assert (spool.parked_ids(), list(repair.discarded())) == ([record.id], [])


def test_a_file_that_the_disk_does_not_let_go_is_not_said_to_be_discarded(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, meera = unreadable(spool), in_role("Manager", "meera", "Meera Iyer")
    monkeypatch.setattr(Spool, "remove", lambda *arguments: False)
    with pytest.raises(OSError, match="error"):
        repair.discard(spool, record.id, reason="x", version=version(spool, record), by=meera)
    assert list(repair.discarded()) == []


def test_the_log_says_who_did_what_to_which_quote_and_nothing_of_the_customer(
    spool: Spool, caplog: pytest.LogCaptureFixture
) -> None:
    record = parked(spool)
    with caplog.at_level(logging.INFO, logger="leads.intake.repair"):
        repair.put_right(spool, record.id, FACTS, version=version(spool, record), by="sales_user_5")
    assert caplog.messages == [f"parked submission {record.id} was put right by sales_user_5: phone, source"]


def test_where_a_quote_is_now(spool: Spool) -> None:
    record = parked(spool)
    states = [repair.state(spool, record.id)]
    spool.unpark(record.id)
    states.append(repair.state(spool, record.id))
    spool.remove(record.id)
    states.append(repair.state(spool, record.id))
    at_once.store(record)
    states.append(repair.settled(spool, record.id, 1))
    assert states == ["parked", "waiting", "gone", "stored"]
