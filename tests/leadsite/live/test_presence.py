"""Who looks at a lead is told to the others who do, and may: names alone, each once, for as long as it is so."""

import json
import socket
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest

from leadsite.live.admission import Colleague
from leadsite.live.presence import Presence
from leadsite.live.wire import Wire
from tests.database.access import lead
from tests.leadsite.live.conftest import Listen, session
from tests.leadsite.live.hubs import HubProcess, Stream
from tests.leadsite.live.test_hub import touch
from tests.people import alice, in_role

LEAD, OTHER = uuid4(), uuid4()
NEHA = Colleague("sales_user_5", None, "Neha Patel")
RAJESH = Colleague("sales_user_6", frozenset({"sales_user_6"}), "Rajesh Kumar")


class Reader:
    """A wire that keeps what it is told of who is there."""

    def __init__(self, colleague: Colleague | None) -> None:
        self.colleague = colleague
        self.transport = self
        self.heard: list[Any] = []

    def is_closing(self) -> bool:
        return False

    def say(self, frame: bytes) -> None:
        self.heard.append(json.loads(frame.decode().split("data: ")[1]))


def readers(*colleagues: Colleague | None) -> list[Any]:
    return [Reader(one) for one in colleagues]


def at(*wires: Any, writes: bool = False, owner: str | None = None) -> Presence:
    """They all look at LEAD."""
    presence = Presence()
    for wire in wires:
        presence.claim(cast(Wire, wire), {LEAD: writes})
    presence.settle({LEAD: owner})
    return presence


def test_each_is_told_of_the_others() -> None:
    neha, rajesh = readers(NEHA, RAJESH)
    at(neha, rajesh)
    assert (neha.heard, rajesh.heard) == (
        [{str(LEAD): [["Rajesh Kumar", False]]}],
        [{str(LEAD): [["Neha Patel", False]]}],
    )


def test_who_is_alone_is_told_of_nobody() -> None:
    one, two = readers(NEHA, NEHA)
    at(one, two)
    assert [entry for reader in (one, two) for people in reader.heard for entry in people[str(LEAD)]] == []


def test_two_browsers_of_one_person_count_once_and_one_that_writes_is_enough() -> None:
    rajesh, one, two = readers(RAJESH, NEHA, NEHA)
    presence = at(rajesh, one, two)
    presence.claim(two, {LEAD: True})
    presence.settle({LEAD: None})
    assert rajesh.heard == [{str(LEAD): [["Neha Patel", False]]}, {str(LEAD): [["Neha Patel", True]]}]


def test_whoever_goes_is_taken_back() -> None:
    neha, rajesh = readers(NEHA, RAJESH)
    presence = at(neha, rajesh)
    presence.leave(neha)
    assert rajesh.heard[-1] == {str(LEAD): []}


def test_nothing_is_said_twice() -> None:
    neha, rajesh = readers(NEHA, RAJESH)
    presence = at(neha, rajesh)
    presence.settle({LEAD: None})
    assert (len(neha.heard), len(rajesh.heard)) == (1, 1)


def test_who_may_not_see_a_lead_is_neither_told_nor_named() -> None:
    neha, rajesh = readers(NEHA, RAJESH)
    at(neha, rajesh, owner=NEHA.identifier)
    assert rajesh.heard == []
    assert neha.heard == [{str(LEAD): []}]


def test_whoever_loses_the_lead_is_gone_from_it() -> None:
    neha, rajesh = readers(NEHA, RAJESH)
    presence = at(neha, rajesh, owner=RAJESH.identifier)
    presence.moved([LEAD, OTHER], {LEAD: NEHA.identifier, OTHER: None})
    assert neha.heard[-1] == {str(LEAD): []}
    assert len(rajesh.heard) == 1


def test_at_a_lead_that_is_no_more_there_is_nobody() -> None:
    presence = at(*readers(NEHA, RAJESH))
    presence.moved([LEAD], {})
    assert presence.there() == {}


def rounds(presence: Presence, number: int, *answering: Any) -> None:
    """So many; these readers answer when they are asked."""
    for _ in range(number):
        presence.doubt()
        for wire in answering:
            if wire in presence.asked:
                presence.claim(wire, presence.claims[wire])


def test_whose_line_died_without_a_word_is_soon_there_no_more() -> None:
    neha, rajesh = readers(NEHA, RAJESH)
    presence = at(neha, rajesh)
    rounds(presence, 6, rajesh)
    assert rajesh.heard[-1] == {str(LEAD): []}
    assert (presence.claims, presence.heard, presence.asked) == ({rajesh: {LEAD: False}}, {rajesh: 4}, {})


def test_who_answers_stays_and_is_asked_every_fourth_round() -> None:
    neha, rajesh = readers(NEHA, RAJESH)
    rounds(at(neha, rajesh), 40, neha, rajesh)
    assert (neha.heard.count(None), rajesh.heard.count(None)) == (10, 10)
    assert neha.heard[-1] is None


@pytest.mark.parametrize("others", [[], [NEHA]])
def test_whoever_has_no_company_is_not_asked(others: list[Colleague]) -> None:
    alone, *same = readers(NEHA, *others)
    rounds(at(alone, *same), 40)
    assert None not in alone.heard


def test_of_whom_nothing_was_heard_for_long_is_asked_when_somebody_comes() -> None:
    neha, rajesh = readers(NEHA, RAJESH)
    presence = at(neha)
    rounds(presence, 40)
    presence.claim(rajesh, {LEAD: False})
    rounds(presence, 1, rajesh)
    assert neha.heard[-1] is None
    rounds(presence, 2, rajesh)
    assert list(presence.claims) == [rajesh]


def shows(
    hub: HubProcess, key: str, stream: str, *leads: UUID, writes: str = "", method: str = "POST"
) -> int:
    """What the hub answers to a browser whose tabs show these leads now."""
    with socket.socket(socket.AF_UNIX) as asked:
        asked.connect(str(hub.path))
        query = urlencode({"stream": stream, "leads": ",".join(map(str, leads)), "writes": writes})
        asked.sendall(
            f"{method} /live/here?{query} HTTP/1.1\r\nHost: x\r\nCookie: sessionid={key}\r\n\r\n".encode()
        )
        return int(asked.recv(65536).split()[1])


def here(stream: Stream, key: UUID, *people: list[Any]) -> bool:
    """Whether these people are told to be at the lead, now or soon."""
    wanted = {str(key): list(people)}
    return stream.latest.get("here") == wanted or any(
        stream.latest.get("here") == wanted for _ in stream.said
    )


def test_the_hub_tells_who_comes_with_a_stream_who_writes_and_who_left(
    hub: HubProcess, listen: Listen
) -> None:
    key, neha, rajesh = lead(), in_role("Sales"), in_role("Sales", "rajesh", "Rajesh Kumar")
    hers = session(neha)
    his = listen(rajesh, stream="b" * 32, leads=str(key))
    listen(neha, key=hers, stream="a" * 32, leads=str(key))
    assert here(his, key, ["Neha Patel", False])
    assert shows(hub, hers, "a" * 32, key, writes=str(key)) == 204
    assert here(his, key, ["Neha Patel", True])
    assert shows(hub, hers, "a" * 32) == 204
    assert here(his, key)


@pytest.mark.parametrize(("stream", "key"), [("c" * 32, ""), ("", ""), ("a" * 32, "another-session")])
def test_only_the_browser_that_has_the_stream_says_what_it_shows(
    hub: HubProcess, listen: Listen, stream: str, key: str
) -> None:
    hers = session(alice())
    listen(None, key=hers, stream="a" * 32)
    assert shows(hub, key or hers, stream, LEAD) == 404


def test_it_is_said_by_post_alone(hub: HubProcess, transactional_db: None) -> None:
    assert shows(hub, "x", "y", method="GET") == 405


def test_a_colleague_of_another_is_told_nothing_of_who_is_at_their_lead(
    hub: HubProcess, listen: Listen
) -> None:
    """On the wire: the shop of these tests shows a salesperson their own leads alone."""
    neha, rajesh = in_role("Sales"), in_role("Sales", "rajesh", "Rajesh Kumar")
    hers = lead(email="1@example.com", owner_id=neha.identifier)
    nobodys = lead(email="2@example.com")
    both = f"{hers},{nobodys}"
    her_stream, his = listen(neha, leads=both), listen(rajesh, leads=both)
    assert here(her_stream, nobodys, ["Rajesh Kumar", False])
    assert here(his, nobodys, ["Neha Patel", False])
    touch(nobodys)
    his.next()
    assert (str(hers) in her_stream.everything, str(hers) in his.everything) == (True, False)
