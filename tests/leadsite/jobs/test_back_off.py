"""The pauses between tries."""

import pytest

from leadsite.jobs import back_off


@pytest.mark.parametrize(
    ("failures", "longest"), [(1, 0.5), (2, 1.0), (3, 2.0), (4, 4.0), (5, 5.0), (10_000, 5.0)]
)
def test_a_pause_grows_and_is_bounded(failures: int, longest: float) -> None:
    pauses = [back_off.seconds_after(failures) for _ in range(200)]
    assert longest * 0.6 <= min(pauses) < max(pauses) <= longest


def test_no_two_processes_come_at_the_same_moment() -> None:
    assert len({back_off.seconds_after(5) for _ in range(100)}) > 90
