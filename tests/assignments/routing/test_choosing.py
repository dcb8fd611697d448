from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from assignments.routing.choosing import ASK_AGAIN, Choice, Member, TeamFacts, choose
from leadsite.keys import new_id

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class OpenFrom:
    """Works from that moment on, or never."""

    opening: datetime | None = NOW - HOUR

    def is_open(self, moment: datetime) -> bool:
        return self.opening is not None and moment >= self.opening

    def next_opening(self, moment: datetime) -> datetime | None:
        return max(moment, self.opening) if self.opening else None


NEHA, RAJESH, MEERA = (Member(name.lower(), name) for name in ("Neha", "Rajesh", "Meera"))


def team(*members: Member, spread: str = "round_robin", opening: datetime | None = NOW - HOUR) -> TeamFacts:
    return TeamFacts(new_id(), "Sales", spread, OpenFrom(opening), members)


def away(member: Member, begin: datetime, end: datetime) -> Member:
    return replace(member, away=(*member.away, (begin, end)))


def chosen(team: TeamFacts) -> str | None:
    member = choose(team, NOW).member
    return member.name if member else None


def test_in_turn_it_goes_to_whoever_was_given_none_for_the_longest() -> None:
    members = replace(NEHA, last_given_at=NOW - HOUR), replace(RAJESH, last_given_at=NOW - 2 * HOUR)
    assert choose(team(*members), NOW) == Choice(members[1], "turn")


def test_who_was_never_given_one_comes_before_everybody() -> None:
    assert chosen(team(replace(NEHA, last_given_at=NOW - 99 * HOUR), RAJESH)) == "Rajesh"


def test_turns_go_round_even_within_one_moment() -> None:
    sales, order = team(NEHA, RAJESH, MEERA), []
    for _ in range(7):
        member = choose(sales, NOW).member
        assert member is not None
        order.append(member.name)
        sales = sales.having(member.identifier, sales.next_turn(NOW))
    assert order == ["Meera", "Neha", "Rajesh", "Meera", "Neha", "Rajesh", "Meera"]


def test_by_load_it_goes_to_whoever_has_the_fewest() -> None:
    members = replace(NEHA, load=4), replace(RAJESH, load=3)
    assert choose(team(*members, spread="least_loaded"), NOW) == Choice(members[1], "fewest")


def test_of_two_with_as_few_it_is_the_turn_that_decides() -> None:
    members = replace(NEHA, load=3, last_given_at=NOW), replace(RAJESH, load=3, last_given_at=NOW - HOUR)
    assert chosen(team(*members, spread="least_loaded")) == "Rajesh"


@pytest.mark.parametrize(
    ("neha", "why"),
    [
        (replace(NEHA, is_active=False), "inactive"),
        (replace(NEHA, may_work=False), "no_permission"),
        (replace(NEHA, takes_leads=False), "takes_none"),
        (away(NEHA, NOW - HOUR, NOW + HOUR), "away"),
        (away(NEHA, NOW, NOW + HOUR), "away"),
        (replace(NEHA, capacity=3, load=3), "full"),
    ],
)
def test_who_cannot_take_one_is_passed_over_and_named(neha: Member, why: str) -> None:
    assert choose(team(neha, RAJESH), NOW) == Choice(RAJESH, "only", ((neha, why),))


@pytest.mark.parametrize(
    "neha",
    [away(NEHA, NOW - HOUR, NOW), away(NEHA, NOW + HOUR, NOW + 2 * HOUR), replace(NEHA, capacity=3, load=2)],
)
def test_who_is_back_or_still_here_or_has_room_gets_one(neha: Member) -> None:
    assert chosen(team(neha)) == "Neha"


def test_off_hours_nobody_gets_one_until_the_team_works() -> None:
    opening = NOW + 8 * HOUR
    assert choose(team(NEHA, opening=opening), NOW) == Choice(None, "closed", (), opening)


def test_off_hours_it_waits_for_whoever_is_here_first() -> None:
    opening = NOW + 8 * HOUR
    neha = away(NEHA, NOW - HOUR, NOW + 9 * HOUR)
    assert choose(team(neha, opening=opening), NOW) == Choice(
        None, "nobody", ((neha, "away"),), NOW + 9 * HOUR
    )


def test_where_all_are_away_it_waits_for_the_first_who_is_back() -> None:
    members = away(NEHA, NOW, NOW + 3 * HOUR), away(RAJESH, NOW, NOW + 2 * HOUR)
    choice = choose(team(*members), NOW)
    assert (choice.member, choice.why, choice.ask_again) == (None, "nobody", NOW + 2 * HOUR)


def test_two_absences_that_meet_are_one() -> None:
    neha = away(away(NEHA, NOW + HOUR, NOW + 2 * HOUR), NOW, NOW + HOUR)
    assert choose(team(neha), NOW).ask_again == NOW + 2 * HOUR


def test_where_all_have_as_many_as_they_take_it_is_asked_again_soon() -> None:
    full = replace(NEHA, capacity=1, load=1)
    assert choose(team(full), NOW) == Choice(None, "nobody", ((full, "full"),), NOW + ASK_AGAIN)


@pytest.mark.parametrize("members", [(), (replace(NEHA, is_active=False),)])
def test_a_team_in_which_nobody_can_take_leads_is_asked_again_soon(members: tuple[Member, ...]) -> None:
    choice = choose(team(*members), NOW)
    assert (choice.member, choice.why, choice.ask_again) == (None, "nobody", NOW + ASK_AGAIN)


def test_a_team_that_never_works_is_no_endless_loop() -> None:
    assert choose(team(away(NEHA, NOW, NOW + HOUR), RAJESH, opening=None), NOW).ask_again == NOW + ASK_AGAIN
