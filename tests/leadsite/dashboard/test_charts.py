import pytest

from leadsite.dashboard.charts import HEIGHT, LEAST, WIDTH, ceiling, columns, rise


@pytest.mark.parametrize(
    ("most", "top"), [(0, 1), (1, 1), (2, 2), (3, 5), (6, 10), (11, 20), (70, 100), (5_001, 10_000)]
)
def test_the_axis_ends_with_a_round_number(most: int, top: int) -> None:
    assert ceiling(most) == top


def test_columns_fill_the_drawing_and_stand_on_its_lower_edge() -> None:
    first, last = columns([1, 4], top=4)
    assert (first.height, first.y) == (HEIGHT / 4, HEIGHT * 3 / 4)
    assert (last.height, last.y) == (HEIGHT, 0)
    assert first.x == WIDTH - last.x - last.width


def test_what_is_not_nothing_can_be_seen() -> None:
    assert [shape.height for shape in columns([0, 1, 100_000], top=100_000)] == [0, LEAST, HEIGHT]


def test_nothing_is_drawn_of_nothing() -> None:
    assert columns([], top=1) == []
    assert rise(3, top=0, room=100) == 0


def test_nothing_rises_above_the_drawing() -> None:
    assert rise(3, top=2, room=100) == 100
