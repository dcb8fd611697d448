"""leads.intake.breaker."""

from leads.intake.breaker import REASONS_KEPT, Breaker


def test_it_starts_closed() -> None:
    assert Breaker().state() == {"state": "closed", "open_seconds": 0.0, "times_opened": 0, "reasons": []}


def test_it_opens_once_however_many_tell_it() -> None:
    breaker = Breaker()
    breaker.open("late commit")
    breaker.open("OperationalError")
    assert breaker.is_open
    assert breaker.state() == {
        "state": "open",
        "open_seconds": 0.0,
        "times_opened": 1,
        "reasons": ["late commit"],
    }


def test_it_closes_and_keeps_the_last_reasons() -> None:
    breaker = Breaker()
    for number in range(REASONS_KEPT + 2):
        breaker.open(f"reason {number}")
        breaker.close()
    assert not breaker.is_open
    state = breaker.state()
    assert (state["state"], state["times_opened"]) == ("closed", REASONS_KEPT + 2)
    assert state["reasons"] == [f"reason {number}" for number in range(2, REASONS_KEPT + 2)]
