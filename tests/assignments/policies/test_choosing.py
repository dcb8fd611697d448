import pytest

from assignments import publishing
from assignments.models import Policy
from assignments.policies.choosing import PolicyBook
from assignments.policies.spec import Conditions, PolicySpec
from tests.assignments.promises import NOW, fallback, policy, spec

pytestmark = pytest.mark.django_db


def chosen(source: str, *categories: str) -> str:
    edition = PolicyBook.load().choose(source=source, categories=categories)
    return edition.name if edition else ""


def test_the_first_that_fits_holds() -> None:
    fallback()
    policy("Second", spec("referral"), position=2)
    policy("First", spec("referral", "Flooring"), position=1)
    assert chosen("referral", "Flooring") == "First"
    assert chosen("referral", "Wall") == "Second"


def test_the_fallback_holds_for_all_others_wherever_it_stands() -> None:
    name = fallback().policy.name
    Policy.objects.filter(is_fallback=True).update(position=-5)
    policy("Referrals", spec("referral"), position=1)
    assert chosen("website_form") == name
    assert chosen("referral") == "Referrals"


def test_a_policy_that_is_not_in_use_is_not_tried() -> None:
    name = fallback().policy.name
    policy("Referrals", spec("referral"), is_active=False)
    assert chosen("referral") == name


def test_the_newest_version_counts() -> None:
    fallback()
    first = policy("Referrals", spec("referral"))
    later = PolicySpec(Conditions("walk_in"), spec().targets)
    publishing.publish_policy(
        first.policy, publishing.draft_of(later), expected=1, note="", actor=None, now=NOW
    )
    edition = PolicyBook.load().choose(source="walk_in")
    assert edition is not None
    assert (edition.name, edition.number) == ("Referrals", 2)


def test_without_a_fallback_nothing_is_promised() -> None:
    assert PolicyBook(()).choose(source="referral") is None


def test_the_way_to_the_choice_says_what_kept_each_from_the_lead() -> None:
    name = fallback().policy.name
    policy("Referrals", spec("referral", "Flooring"), position=1)
    policy("Flooring", spec("", "Flooring"), position=2)
    policy("Later", spec("website_form"), position=3)
    tried = PolicyBook.load().tried(source="website_form", categories=["Wall"])
    assert [(edition.name, failing) for edition, failing in tried] == [
        ("Referrals", ("source", "category")),
        ("Flooring", ("category",)),
        ("Later", ()),
    ]
    tried = PolicyBook.load().tried(source="walk_in")
    assert [edition.name for edition, _ in tried] == ["Referrals", "Flooring", "Later", name]


@pytest.mark.parametrize("many", [1, 30])
def test_a_book_is_one_query_however_many_policies(many: int, django_assert_num_queries: object) -> None:
    for number in range(many):
        policy(f"Policy {number}")
    with django_assert_num_queries(1):  # type: ignore[operator]
        PolicyBook.load().choose(source="walk_in")
