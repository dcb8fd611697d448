"""leads.intake.memory."""

import pytest

from leads.intake import memory
from leads.intake.memory import Memory
from leadsite.keys import new_id


def test_it_gives_back_what_it_got_oldest_first() -> None:
    kept, keys = Memory(), [new_id() for _ in range(3)]
    for key in reversed(keys):
        assert kept.add(key, key.bytes)
    assert kept.ids() == keys[::-1]
    assert kept.get(keys[1]) == keys[1].bytes
    kept.forget(keys[1])
    kept.forget(keys[1])
    assert (len(kept), kept.get(keys[1])) == (2, None)


def test_its_room_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "ROOM", 2)
    kept = Memory()
    assert [kept.add(new_id(), b"") for _ in range(3)] == [True, True, False]
