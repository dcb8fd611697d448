"""leads.intake.record: what goes into a file comes out of it."""

import json
from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from leads.intake.record import SubmissionRecord, WrongRecord
from leadsite.keys import new_id
from tests.leads.intake.quotes import ASKED_AT, quote


def test_a_record_survives_its_journey_through_json() -> None:
    record = replace(quote(suspect="honeypot"), visitor_id=new_id(), utm={"source": "diwali"})
    assert SubmissionRecord.from_json(record.to_json()) == record


def test_absent_values_survive_too() -> None:
    record = replace(quote(), quote=None, quote_total=None, visitor_id=None)
    assert SubmissionRecord.from_json(record.to_json()) == record


def test_times_are_written_in_utc() -> None:
    record = replace(quote(), submitted_at=ASKED_AT.astimezone(timezone(timedelta(hours=5, minutes=30))))
    assert json.loads(record.to_json())["submitted_at"] == "2026-11-20T06:30:00+00:00"


def test_totals_are_written_as_plain_decimals() -> None:
    assert json.loads(quote().to_json())["quote_total"] == "1234.50"


@pytest.mark.parametrize("character", ["\ud800", "\0", "नमस्ते", "\N{RIGHT-TO-LEFT OVERRIDE}"])
def test_no_character_keeps_a_record_from_being_written(character: str) -> None:
    raw = quote(message=character).to_json()
    assert raw.isascii()
    assert SubmissionRecord.from_json(raw).lead.message == character


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0" * 40,
        b"[]",
        b"{}",
        b'"text"',
        quote().to_json()[:-5],
        quote().to_json().replace(b'"format":1', b'"format":2'),
        quote().to_json().replace(b"+00:00", b""),
        quote().to_json().replace(b'"lead":{', b'"lead":{"surname":"x",'),
        quote().to_json().replace(b'"quote_total":"1234.50"', b'"quote_total":"much"'),
    ],
)
def test_what_is_no_record_is_refused_without_repeating_it(raw: bytes) -> None:
    with pytest.raises(WrongRecord, match=r"^no submission record: \w+$"):
        SubmissionRecord.from_json(raw)
