"""Stretches of time as pairs of whole numbers, in order and apart: the algebra under working time."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

Stretch = tuple[int, int]  # begin, included; end, excluded


def merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same time, in order; what overlaps or touches is one."""
    found: list[Stretch] = []
    for begin, end in sorted(stretches):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif begin < end:
            found.append((begin, end))
    return found


def without(stretches: Sequence[Stretch], holes: Sequence[Stretch]) -> list[Stretch]:
    """What is left of stretches, in order and apart, outside the holes, which are so too."""
    left: list[Stretch] = []
    for begin, end in stretches:
        at = begin
        for hole_begin, hole_end in overlapping(holes, begin, end):
            if at < hole_begin:
                left.append((at, hole_begin))
            at = hole_end
        if at < end:
            left.append((at, end))
    return left


def clipped(stretches: Sequence[Stretch], begin: int, end: int) -> Iterator[Stretch]:
    """The part of them between two times."""
    for one_begin, one_end in overlapping(stretches, begin, end):
        yield max(one_begin, begin), min(one_end, end)


def overlapping(stretches: Sequence[Stretch], begin: int, end: int) -> Iterator[Stretch]:
    # The one before may reach in.
    first = max(0, bisect_left(stretches, (begin,)) - 1)
    for index in range(first, len(stretches)):
        stretch = stretches[index]
        if stretch[0] >= end:
            return
        if stretch[1] > begin:
            yield stretch
