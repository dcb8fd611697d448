from uuid import uuid4

import pytest
from django.test import Client

from assignments import publishing
from assignments.models import Policy
from tests.assignments.desk import logged_in, said
from tests.assignments.promises import NOW, fallback, policy, spec
from tests.people import alice, bob, charlie, in_role

pytestmark = pytest.mark.django_db
LIST = "/admin/assignments/policy/"
STEPS = ("up", "down", "use")


def test_the_list_stands_in_the_order_of_trying() -> None:
    name = fallback().policy.name
    policy("Second", spec("", "Wall"), position=2, is_active=False)
    policy("First", spec("referral"), position=1)
    page = logged_in(bob("assignments.view_policy")).get(LIST)
    rows = [(row["policy"].name, row["whom"]) for row in page.context["rows"]]
    assert rows == [
        ("First", "source “referral”"),
        ("Second", "category “Wall”"),
        (name, "all other leads"),
    ]
    assert "not in use" in page.content.decode()
    assert "Try later" not in page.content.decode()


@pytest.mark.parametrize("many", [1, 30])
def test_the_list_takes_as_many_queries_for_many_policies(
    many: int, django_assert_num_queries: object
) -> None:
    for number in range(many):
        policy(f"Policy {number}")
    client = logged_in(alice())
    with django_assert_num_queries(3):  # type: ignore[operator]
        client.get(LIST)


@pytest.mark.parametrize("many", [1, 29])
def test_a_policy_takes_as_many_queries_for_a_long_history(
    many: int, django_assert_num_queries: object
) -> None:
    first = policy()
    for number in range(1, many):
        draft = publishing.draft_of(spec(f"source {number}"))
        publishing.publish_policy(first.policy, draft, expected=number, note="", actor=None, now=NOW)
    client = logged_in(alice())
    with django_assert_num_queries(4):  # type: ignore[operator]
        page = client.get(f"{LIST}{first.policy_id}/change/")
    assert len(page.context["history"]) == many


def test_a_past_version_is_shown_as_it_was() -> None:
    first = policy()
    publishing.publish_policy(
        first.policy, publishing.draft_of(spec("walk_in")), expected=1, note="<b>Why</b>", actor=None, now=NOW
    )
    page = logged_in(alice()).get(f"{LIST}{first.policy_id}/versions/1/")
    assert page.context["whom"] == "source “referral”"
    text = page.content.decode()
    assert "This is version 1, which is not in force any more." in text
    assert "&lt;b&gt;Why&lt;/b&gt;" in text


@pytest.mark.parametrize("path", ["{other}/change/", "{policy}/versions/9/", "{other}/versions/1/"])
def test_what_there_is_not_is_not_found(path: str) -> None:
    address = LIST + path.format(policy=policy().policy_id, other=uuid4())
    assert logged_in(alice()).get(address).status_code == 404


@pytest.fixture
def two() -> list[Policy]:
    fallback()
    return [policy(name, spec("referral"), position=n).policy for n, name in enumerate(("First", "Second"))]


def names() -> list[tuple[str, bool]]:
    return list(Policy.objects.movable().values_list("name", "is_active"))


AS_IT_WAS = [("First", True), ("Second", True)]


@pytest.mark.parametrize(
    ("which", "step", "data", "now", "sentence"),
    [
        (1, "up", {}, [("Second", True), ("First", True)], "“Second” is tried earlier now."),
        (0, "down", {}, [("Second", True), ("First", True)], "“First” is tried later now."),
        (0, "up", {}, AS_IT_WAS, "It cannot move there: look at the order as it is now."),
        (1, "down", {}, AS_IT_WAS, "It cannot move there: look at the order as it is now."),
        (0, "use", {"used": "no"}, [("First", False), ("Second", True)], "“First” is not tried any more."),
        (0, "use", {"used": "yes"}, AS_IT_WAS, "“First” is in use."),
    ],
)
def test_a_step_is_taken_and_said(
    which: int, step: str, data: dict[str, str], now: list[object], sentence: str, two: list[Policy]
) -> None:
    desk = logged_in(in_role("Manager", "meera", "Meera Iyer"))
    response = desk.post(f"{LIST}{two[which].pk}/{step}/", data)
    assert (response.status_code, response["Location"], said(response)) == (302, LIST, [sentence])
    assert names() == now


def test_the_fallback_stays_in_use(two: list[Policy]) -> None:
    response = logged_in(alice()).post(f"{LIST}{fallback().policy_id}/use/", {"used": "no"})
    assert said(response) == ["This policy is always in use, or is not here any more."]
    assert fallback().policy.is_active


@pytest.mark.parametrize("step", STEPS)
def test_a_policy_that_there_is_not_is_said(step: str, two: list[Policy]) -> None:
    assert len(said(logged_in(alice()).post(f"{LIST}{uuid4()}/{step}/"))) == 1
    assert names() == AS_IT_WAS


@pytest.mark.parametrize("step", STEPS)
def test_looking_changes_nothing(step: str, two: list[Policy]) -> None:
    assert logged_in(alice()).get(f"{LIST}{two[1].pk}/{step}/").status_code == 405
    assert names() == AS_IT_WAS


@pytest.mark.parametrize("step", STEPS)
def test_who_may_not_is_refused(step: str, two: list[Policy]) -> None:
    url = f"{LIST}{two[1].pk}/{step}/"
    assert logged_in(bob("assignments.view_policy")).post(url).status_code == 403
    assert Client().post(url)["Location"] == f"/admin/login/?next={url}"
    assert logged_in(charlie()).post(url)["Location"] == f"/admin/login/?next={url}"
    assert names() == AS_IT_WAS
