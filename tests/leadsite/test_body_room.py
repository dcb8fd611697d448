"""What bodies may take up at once: in all, and for one address."""

import pytest

from leadsite.bodies import Crowded
from leadsite.body_room import BodyRoom


def test_one_address_has_its_share_and_others_have_room() -> None:
    room = BodyRoom(room=10, share=6)
    with room.holding("198.51.100.1", 6):
        with pytest.raises(Crowded), room.holding("198.51.100.1", 1):
            pass
        with room.holding("198.51.100.2", 4):
            assert room.left == 0


def test_many_addresses_together_have_no_more_than_there_is() -> None:
    room = BodyRoom(room=10, share=6)
    with room.holding("198.51.100.1", 6), pytest.raises(Crowded), room.holding("198.51.100.2", 5):
        pass


def test_a_page_without_a_body_always_finds_room() -> None:
    room = BodyRoom(room=6, share=6)
    with room.holding("198.51.100.1", 6), room.holding("198.51.100.1", 0):
        assert room.left == 0


def test_what_is_over_is_forgotten() -> None:
    room = BodyRoom(room=10, share=6)
    with pytest.raises(ZeroDivisionError), room.holding("198.51.100.1", 6):
        raise ZeroDivisionError
    assert (room.left, dict(room.held)) == (10, {})
