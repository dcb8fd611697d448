"""What readers of the real hub are told, on the wire."""

from typing import Any
from unittest.mock import ANY
from uuid import UUID

import pytest

from leadsite.accounts.models import User
from tests.database.access import activity, insert, lead, one, owner_connection, run
from tests.leadsite.live.conftest import Listen, session
from tests.leadsite.live.hubs import HubProcess
from tests.people import alice, bob, charlie, in_role


def owned(owner: User | None, number: int) -> UUID:
    return lead(email=f"{number}@example.com", owner_id=owner.identifier if owner else None)


def touch(key: UUID) -> None:
    run("update leads set message = coalesce(message, '') || '.' where id = %s", key)


def test_a_change_is_told_by_id_version_and_actor(listen: Listen) -> None:
    key = owned(None, 1)
    stream = listen(alice())
    touch(key)
    version = one("select updated_at from leads").isoformat()
    assert stream.next() == {"leads": {str(key): {"what": ["leads"], "version": version}}, "gone": []}
    activity(key, "note", actor_type="user", actor_id="sales_user_5", message="Secret")
    assert stream.next() == {
        "leads": {str(key): {"what": ["lead_activity"], "by": "sales_user_5"}},
        "gone": [],
    }


def test_a_new_lead_is_called_new(listen: Listen) -> None:
    stream = listen(alice())
    key = owned(None, 1)
    assert stream.leads()[str(key)]["new"] is True


def test_who_sees_their_own_is_told_nothing_of_anothers(listen: Listen) -> None:
    neha, rajesh = in_role("Sales"), in_role("Sales", "rajesh", "Rajesh Kumar")
    hers, his = owned(neha, 1), owned(rajesh, 2)
    her_stream, his_stream = listen(neha), listen(rajesh)
    touch(hers)
    activity(hers, "note", actor_type="user", actor_id=neha.identifier)
    touch(his)
    assert set(his_stream.leads()) == {str(his)}
    assert set(her_stream.leads()) == {str(hers)}


def test_a_manager_is_told_of_everybodys(listen: Listen) -> None:
    stream = listen(in_role("Manager"))
    key = owned(in_role("Sales", "rajesh", "Rajesh Kumar"), 1)
    assert set(stream.leads()) == {str(key)}


def test_nobodys_lead_is_told_to_all(listen: Listen) -> None:
    streams = [listen(in_role("Sales")), listen(in_role("Sales", "rajesh", "Rajesh Kumar"))]
    key = owned(None, 1)
    assert [set(stream.leads()) for stream in streams] == [{str(key)}, {str(key)}]


def test_who_loses_a_lead_is_told_that_it_is_gone_and_nothing_more(listen: Listen) -> None:
    neha, rajesh = in_role("Sales"), in_role("Sales", "rajesh", "Rajesh Kumar")
    key = owned(neha, 1)
    hers, his = listen(neha), listen(rajesh)
    run("update leads set owner_id = %s", rajesh.identifier)
    assert set(his.leads()) == {str(key)}
    assert hers.next() == {"leads": {}, "gone": [str(key)]}


def assign(key: UUID, owner: User) -> None:
    run("update assignments set status = 'reassigned' where lead_id = %s", key)
    run(
        "insert into assignments (lead_id, owner_id, owner_name, sla_deadline) values (%s, %s, 'x', now())",
        key, owner.identifier,
    )  # fmt: skip


def test_who_has_handed_a_lead_on_hears_nothing_more_of_it(listen: Listen) -> None:
    neha, rajesh = in_role("Sales"), in_role("Sales", "rajesh", "Rajesh Kumar")
    handed_on, kept = owned(neha, 1), owned(neha, 2)
    stream = listen(neha)
    assign(handed_on, rajesh)
    stream.skip_to(str(handed_on))
    activity(handed_on, "note", actor_type="user", actor_id=rajesh.identifier)
    run("update assignments set status = 'completed', completed_at = now() where lead_id = %s", handed_on)
    touch(handed_on)
    touch(kept)
    assert stream.next() == {"leads": {str(kept): {"what": ["leads"], "version": ANY}}, "gone": []}


def test_who_comes_back_hears_of_what_is_theirs_alone(listen: Listen) -> None:
    neha, rajesh = in_role("Sales"), in_role("Sales", "rajesh", "Rajesh Kumar")
    lost, his, hers = owned(neha, 1), owned(rajesh, 2), owned(neha, 3)
    stream = listen(neha)
    touch(hers)
    stream.next()
    stream.close()
    assign(lost, rajesh)
    touch(his)
    touch(lost)
    [missed] = listen(neha, since=stream.last_id).missed
    assert missed == {"leads": {}, "gone": [str(lost)]}


def test_many_leads_at_once_are_told_as_anything(listen: Listen) -> None:
    stream = listen(alice())
    run("insert into leads (name, email) select 'Priya', n || '@example.com' from generate_series(1, 201) n")
    assert stream.next() == {"all": True}


def test_who_comes_back_is_told_what_they_missed_and_only_that(listen: Listen) -> None:
    person = alice()
    before, meanwhile = owned(None, 1), owned(None, 2)
    stream = listen(person)
    touch(before)
    assert set(stream.leads()) == {str(before)}
    stream.close()
    touch(meanwhile)
    [missed] = listen(person, since=stream.last_id).missed
    assert set(missed["leads"]) == {str(meanwhile)}


def test_a_slow_transaction_is_not_missed(listen: Listen) -> None:
    """It began first and commits last, when the reader has long read on, and is away."""
    person = alice()
    slow, quick = owned(None, 1), owned(None, 2)
    stream = listen(person)
    with owner_connection() as link:
        link.execute("insert into lead_activity (lead_id, type, message) values (%s, 'note', 'x')", [slow])
        touch(quick)
        assert set(stream.leads()) == {str(quick)}
        stream.close()
    [missed] = listen(person, since=stream.last_id).missed
    assert set(missed["leads"]) == {str(slow)}


def test_a_slow_transaction_is_told_when_it_commits(listen: Listen) -> None:
    slow, quick = owned(None, 1), owned(None, 2)
    stream = listen(alice())
    with owner_connection() as link:
        link.execute("insert into lead_activity (lead_id, type, message) values (%s, 'note', 'x')", [slow])
        touch(quick)
        assert set(stream.leads()) == {str(quick)}
    assert set(stream.leads()) == {str(slow)}


def test_what_was_rolled_back_is_never_told(listen: Listen) -> None:
    undone, kept = owned(None, 1), owned(None, 2)
    stream = listen(alice())
    with owner_connection() as link:
        link.execute("update leads set message = 'x' where id = %s", [undone])
        link.rollback()
    touch(kept)
    assert set(stream.leads()) == {str(kept)}


@pytest.mark.parametrize(
    "since", ["nonsense", "1.5:5:", "999999999999.5:5:", "1764241200.5:4:", "1764241200.0:0:"]
)
def test_who_was_away_for_too_long_is_told_to_read_anew(listen: Listen, hub: HubProcess, since: str) -> None:
    from tests.leadsite.live.hubs import Stream

    stream = Stream(hub, session(alice()), since=since)
    assert next(stream.said) == ("reset", None)
    stream.close()


def test_a_slow_reader_is_cut_off_and_holds_nobody_up(listen: Listen) -> None:
    run("insert into leads (name, email) select 'Priya', n || '@example.com' from generate_series(1, 150) n")
    person = alice()
    slow, quick = listen(person), listen(person)
    for _ in range(60):
        run("update leads set message = 'x'")
        assert len(quick.leads()) == 150
    assert slow.hung_up()


STRANGERS: list[Any] = [None, charlie, lambda: bob(), lambda: in_role("Sales", "gone", "Gone")]


@pytest.mark.parametrize("who", STRANGERS, ids=["anonymous", "no staff", "no permission", "not active"])
def test_who_may_not_see_leads_hears_nothing(listen: Listen, who: Any) -> None:
    person = who() if who else None
    key = session(person) if person else ""
    User.objects.filter(username="gone").update(is_active=False)
    assert listen(person, key=key).status == 403


def test_a_session_of_an_old_password_hears_nothing(listen: Listen) -> None:
    person = alice()
    key = session(person)
    person.set_password("another")
    person.save()
    assert listen(person, key=key).status == 403


def test_after_the_hub_was_killed_nothing_was_missed(listen: Listen, hub: HubProcess) -> None:
    person, key = alice(), owned(None, 1)
    stream = listen(person)
    touch(key)
    stream.next()
    stream.close()
    hub.kill()
    insert("lead_activity", lead_id=key, type="note", message="x")
    hub.start()
    [missed] = listen(person, since=stream.last_id).missed
    assert missed["leads"][str(key)]["what"][-1] == "lead_activity"  # and what was just before, once more
