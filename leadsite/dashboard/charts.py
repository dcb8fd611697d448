"""Where the shapes of a chart stand: numbers in, coordinates out."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 160  # of the drawing, in its own units: the page stretches it
GAP = 0.25  # of a column's width
LEAST = 2.0  # what is not nothing can be seen


@dataclass(frozen=True)
class Shape:
    x: float
    y: float
    width: float
    height: float


def ceiling(most: float) -> int:
    """The round number that the axis ends with: 1, 2 or 5 and zeros; at least 1."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if step * factor >= most:
                return step * factor
        step *= 10


def columns(values: Sequence[float], top: float) -> list[Shape]:
    """One column a value from the left, standing on the lower edge; `top` is as high as the drawing."""
    if not values:
        return []
    step = WIDTH / len(values)
    return [
        Shape(round(n * step + step * GAP / 2, 2), HEIGHT - height, round(step * (1 - GAP), 2), height)
        for n, height in enumerate(rise(value, top, HEIGHT) for value in values)
    ]


def rise(value: float, top: float, room: float) -> float:
    """How much of the room this value takes."""
    if value <= 0 or top <= 0:
        return 0.0
    return round(min(max(LEAST, room * value / top), room), 2)
