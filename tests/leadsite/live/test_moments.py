"""A page that says how old it is gets the cursor of a moment before it was asked for."""

from leadsite.live.cursors import Cursor
from leadsite.live.moments import MOST, Moments


def known(*times: float) -> Moments:
    moments = Moments()
    for at in times:
        moments.note(Cursor(int(at), "1:1:"), at)
    return moments


def test_the_last_moment_before_the_page() -> None:
    assert known(10, 20, 30).before(5, 30) == Cursor(20, "1:1:")


def test_a_page_older_than_what_is_known_gets_none() -> None:
    assert known(10, 20).before(15, 22) is None


def test_it_remembers_minutes_and_no_more() -> None:
    moments = known(*range(2 * MOST))
    assert (moments.before(MOST - 2, 2 * MOST), moments.before(MOST + 1, 2 * MOST)) == (
        Cursor(MOST + 1, "1:1:"),
        None,
    )
