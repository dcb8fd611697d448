"""leads.intake.last_resort: one line on standard error that only this installation can read."""

import os
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from pytest_django.fixtures import Settings

from leads.intake import last_resort
from leads.intake.last_resort import UnreadableLine
from tests.leads.intake.quotes import quote

RAW = quote(name="Priya Sharma").to_json()


@pytest.fixture
def line(capfd: pytest.CaptureFixture[str]) -> str:
    assert last_resort.write(RAW) is True
    return capfd.readouterr().err


def test_a_line_brings_the_submission_back(line: str) -> None:
    assert (line[0], line[-1], line.count("\n")) == ("\n", "\n", 2)
    assert line[1:].startswith("LEADSITE-SPOOL1 ")
    assert last_resort.read(line) == RAW


def test_a_line_tells_nobody_who_asked(line: str) -> None:
    assert "Priya" not in line


@pytest.mark.parametrize(
    "collected",
    [
        "2026-11-21T04:00:00Z web-1 stderr F {}",
        '{{"log":"{}\\n","stream":"stderr"}}',
        '{{"msg": "{}"}}',
        "\x1b[31m{}\x1b[0m",
    ],
)
def test_what_a_log_collector_puts_around_it_does_no_harm(line: str, collected: str) -> None:
    assert last_resort.read(collected.format(line.strip())) == RAW


def test_other_lines_are_no_submissions() -> None:
    assert last_resort.read("GET / 200") is None


@pytest.mark.parametrize(
    "damage",
    [lambda line: line[:-20], lambda line: line[:40] + "AAAA" + line[44:], lambda line: "LEADSITE-SPOOL1 x"],
)
def test_a_damaged_line_is_said_to_be_one(line: str, damage: object) -> None:
    with pytest.raises(UnreadableLine):
        last_resort.read(damage(line))  # type: ignore[operator]


def test_a_line_written_under_an_earlier_secret_is_read(line: str, settings: Settings) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the-next-one"
    assert last_resort.read(line) == RAW


def test_a_line_of_another_installation_is_not(line: str, settings: Settings) -> None:
    settings.SECRET_KEY = "of-somebody-else"
    with pytest.raises(UnreadableLine):
        last_resort.read(line)


@pytest.fixture
def full_pipe(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Standard error is a pipe that nobody reads."""
    reading, writing = os.pipe()
    monkeypatch.setattr(last_resort, "STANDARD_ERROR", writing)
    os.set_blocking(writing, False)
    for size in (65536, 1):
        try:
            while True:
                os.write(writing, b"x" * size)
        except BlockingIOError:
            continue
    os.set_blocking(writing, True)
    os.set_blocking(reading, False)
    yield reading
    os.close(reading)
    os.close(writing)


def test_a_log_collector_that_hangs_does_not_hang_the_form(full_pipe: int) -> None:
    start = time.monotonic()
    assert (last_resort.write(RAW), last_resort.write(RAW)) == (False, False)
    assert time.monotonic() - start < 1
    while last_resort.WRITER.is_stuck():  # also for a moment after the pipe is empty
        with suppress(BlockingIOError):
            os.read(full_pipe, 65536)
    assert last_resort.write(RAW) is True


def test_a_closed_standard_error_is_said() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(last_resort, "STANDARD_ERROR", writing)
        assert last_resort.write(RAW) is False
    os.close(writing)
