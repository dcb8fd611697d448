from uuid import uuid4

import pytest

from assignments.models import Policy
from assignments.policies import order
from assignments.policies.order import NoSuchMove
from tests.assignments.promises import fallback, policy

pytestmark = pytest.mark.django_db


@pytest.fixture
def three() -> list[Policy]:
    fallback()
    return [policy(name, position=5).policy for name in ("First", "Second", "Third")]


def names() -> list[str]:
    return list(Policy.objects.movable().values_list("name", flat=True))


def test_a_policy_moves_before_the_one_in_front_of_it(three: list[Policy]) -> None:
    moved = order.move(policy_id=three[2].pk, up=True)
    assert (moved.name, names()) == ("Third", ["First", "Third", "Second"])


def test_a_policy_moves_after_the_one_behind_it(three: list[Policy]) -> None:
    order.move(policy_id=three[0].pk, up=False)
    assert names() == ["Second", "First", "Third"]


def test_nothing_moves_over_the_ends_and_the_fallback_never(three: list[Policy]) -> None:
    for policy_id, up in (
        (three[0].pk, True),
        (three[2].pk, False),
        (fallback().policy_id, True),
        (uuid4(), True),
    ):
        with pytest.raises(NoSuchMove):
            order.move(policy_id=policy_id, up=up)
    assert names() == ["First", "Second", "Third"]


def test_a_policy_out_of_use_keeps_its_place(three: list[Policy]) -> None:
    order.set_use(policy_id=three[1].pk, used=False)
    assert names() == ["First", "Second", "Third"]
    assert list(Policy.objects.in_order().values_list("name", flat=True))[:2] == ["First", "Third"]
    order.set_use(policy_id=three[1].pk, used=True)
    assert Policy.objects.get(name="Second").is_active is True


def test_the_fallback_is_always_in_use(three: list[Policy]) -> None:
    for policy_id in (fallback().policy_id, uuid4()):
        with pytest.raises(NoSuchMove):
            order.set_use(policy_id=policy_id, used=False)
