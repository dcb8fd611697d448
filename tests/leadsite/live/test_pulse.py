"""Pages of the back office say when live updates are not to be had, so that browsers know when they are again."""

import os
import time
from functools import partial
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from leadsite.live import pulse
from leadsite.live.cursors import Cursor
from leadsite.live.hub import Hub
from leadsite.serving import listening
from tests import loops
from tests.people import alice


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Its socket's file, not marked for an hour."""
    monkeypatch.setenv(listening.STAFF_FOLDER, str(tmp_path))
    place = listening.live_path(tmp_path)
    place.touch()
    os.utime(place, (time.time() - 3600,) * 2)
    return place


def said(path: str = "/admin/") -> str | None:
    answer = pulse.pulse(lambda _: HttpResponse())(RequestFactory().get(path))
    return answer.headers.get(pulse.HEADER)


def test_a_hub_that_was_not_heard_of_for_long_is_away(hub: Path) -> None:
    assert said() == "away"


def test_with_its_next_beat_it_is_there(hub: Path) -> None:
    pulse.beat(str(hub))
    assert said() is None


def test_a_hub_whose_file_is_gone_is_away(hub: Path) -> None:
    hub.unlink()
    pulse.beat(str(hub))
    assert said() == "away"


@pytest.mark.parametrize("path", ["/", "/healthz", "/admin/worker.js"])
def test_customers_and_workers_are_told_nothing(hub: Path, path: str) -> None:
    assert said(path) is None


def test_a_site_without_a_hub_says_nothing(client: Client, db: None) -> None:
    client.force_login(alice())
    assert pulse.HEADER not in client.get("/admin/").headers


@pytest.mark.parametrize(("hears", "beats"), [(True, 2), (False, 0)])
def test_a_hub_marks_it_when_it_begins_to_hear_and_with_each_beat_while_it_does(
    hears: bool, beats: int
) -> None:
    marks: list[int] = []

    async def beaten() -> None:
        hub = Hub(partial(marks.append, 1))
        if hears:
            hub.now_hears(Cursor.read("1.1:1:"))  # type: ignore[arg-type]  # which it can read
        await hub.beat()

    loops.run(beaten())
    assert len(marks) == beats
