"""Who may not listen any more is cut off, and who sees other leads now is told of those."""

import asyncio
import time
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError
from pytest_django.fixtures import Settings

from leadsite.accounts.models import User
from leadsite.live import hub as hub_module
from leadsite.live.admission import Colleague
from leadsite.live.cursors import Cursor
from leadsite.live.hub import BYE, Hub
from leadsite.live.reading import Batch, Event
from leadsite.live.wire import Asked, Wire
from tests import loops
from tests.leadsite.live.conftest import session
from tests.people import alice, in_role

pytestmark = pytest.mark.django_db(transaction=True)


class Heard:
    """A transport that keeps what is written."""

    def __init__(self) -> None:
        self.written = b""
        self.closed = False

    def write(self, data: bytes) -> None:
        self.written += data

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed


def after_a_check(key: str, sees: frozenset[str] | None = None) -> tuple[Wire, Heard]:
    """A reader of this session who was let in, and was checked since."""
    heard = Heard()

    async def checked() -> Wire:
        hub = Hub()
        wire = Wire(hub)
        wire.transport, wire.asked = cast(Any, heard), Asked(key, "", 0)
        wire.colleague = Colleague("x", sees)
        hub.readers.add(wire)
        await hub.check()
        await hub.at_desk(lambda: hub_module.connection.close())
        return wire

    return loops.run(checked()), heard


def test_who_is_signed_in_goes_on_listening() -> None:
    person = alice()
    wire, heard = after_a_check(session(person))
    assert (heard.closed, wire.colleague) == (False, Colleague(person.identifier, None))


def test_with_each_check_who_is_at_a_lead_is_doubted_once_more() -> None:
    wire, _ = after_a_check(session(alice()))
    assert cast(Hub, wire.hub).presence.round == 1


def test_who_signed_out_is_cut_off() -> None:
    _, heard = after_a_check("no-such-session")
    assert (heard.closed, heard.written) == (True, BYE)


def test_who_lost_the_permission_is_cut_off() -> None:
    person = in_role("Sales")
    key = session(person)
    person.groups.clear()
    assert after_a_check(key)[1].closed


def test_who_sees_only_their_own_from_now_on_is_told_only_of_those(settings: Settings) -> None:
    settings.SALES_SEE = "own"
    person: User = in_role("Sales")
    wire, _ = after_a_check(session(person))
    assert wire.colleague == Colleague(person.identifier, frozenset({person.identifier}))


def test_who_was_let_in_and_cannot_be_told_what_they_missed_has_to_come_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hub_module, "missed_since", failing)
    heard, key = Heard(), session(alice())

    async def knocks() -> Hub:
        hub = Hub()
        wire = Wire(hub)
        wire.transport, wire.asked = cast(Any, heard), Asked(key, "100.1:1:", None)
        hub.now_hears(Cursor(100, "1:1:"))
        hub.arrived(wire)
        with pytest.raises(OperationalError):
            await hub.open_door()
        await hub.at_desk(lambda: hub_module.connection.close())
        return hub

    assert (loops.run(knocks()).readers, heard.closed) == (set(), True)


def test_a_lead_that_changes_hands_while_its_owner_is_looked_up_is_looked_up_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lead, found = uuid4(), ["before", "after"]

    async def looked_around() -> Hub:
        hub = Hub()
        hub.presence.claims[Wire(hub)] = {lead: False}

        def handed_on_meanwhile(leads: set[UUID]) -> dict[UUID, str | None]:
            owner = found.pop(0)
            if found:
                batch = Batch(
                    Cursor(1, "1:1:"), [Event("leads", "UPDATE", [lead], None, ["before"], None)], {}
                )
                asyncio.run_coroutine_threadsafe(hub.tell_all(batch), hub.loop).result()
            return {lead: owner}

        monkeypatch.setattr(hub_module, "owners_of", handed_on_meanwhile)
        hub.checked_at = time.monotonic()
        await hub.look_around()
        await hub.at_desk(lambda: hub_module.connection.close())
        return hub

    assert loops.run(looked_around()).presence.owners == {lead: "after"}


def failing(cursor: Cursor, heard_since: int) -> None:
    raise OperationalError("gone")


def test_all_that_takes_less_than_a_minute() -> None:
    assert hub_module.CHECK_SECONDS + hub_module.DESK_SECONDS < 60
    assert hub_module.UNSURE_SECONDS < 60
