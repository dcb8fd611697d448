from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from assignments import publishing
from assignments.models import Policy, PolicyVersion
from assignments.policies.spec import PolicySpec
from leadsite.accounts.models import User
from tests.assignments.desk import filled, logged_in, problems, said
from tests.assignments.promises import NOW, fallback, policy, spec
from tests.people import alice, bob, charlie, in_role

pytestmark = pytest.mark.django_db
NEW = "/admin/assignments/policy/new/"


@pytest.fixture
def version() -> PolicyVersion:
    fallback()
    return policy("Referrals", spec("referral"), position=1)


@pytest.fixture
def url(version: PolicyVersion) -> str:
    return f"/admin/assignments/policy/{version.policy_id}/edit/"


@pytest.fixture
def meera() -> User:
    return in_role("Manager", "meera", "Meera Iyer")


@pytest.fixture
def desk(meera: User) -> Client:
    return logged_in(meera)


def sent(desk: Client, url: str, do: str = "publish", **changed: Any) -> Any:
    """The page's form, filled in and sent back."""
    return desk.post(url, filled(desk.get(url), do=do, **{"note": "Faster", **changed}))


def numbers() -> list[int]:
    versions = PolicyVersion.objects.filter(policy__name="Referrals").order_by("number")
    return list(versions.values_list("number", flat=True))


def newest(name: str = "Referrals") -> PolicyVersion:
    return PolicyVersion.objects.newest().get(policy__name=name)


def test_get_shows_what_is_in_force_and_changes_nothing(desk: Client, url: str) -> None:
    form = desk.get(url).context["form"]
    assert [form[name].value() for name in ("source", "low_first_response", "reassign")] == [
        "referral",
        "4 h",
        "300",
    ]
    assert numbers() == [1]


def test_a_change_is_published_as_the_next_version(desk: Client, url: str, meera: User) -> None:
    response = sent(
        desk,
        url,
        category="Flooring",
        high_first_response="15",
        low_next_response="",
        notify_owner="100, 200 %",
    )
    assert (response.status_code, response["Location"]) == (302, url.replace("edit", "change"))
    assert said(response) == ["Version 2 of “Referrals” is in force. Deadlines that run already keep theirs."]
    made = newest()
    promise = PolicySpec.from_json(made.spec)
    assert (made.number, made.note, made.published_by) == (2, "Faster", meera)
    assert promise.conditions.category == "Flooring"
    assert (promise.target("first_response", "high"), promise.target("next_response", "low")) == (15, None)
    assert [(step.share, step.deed) for step in promise.steps] == [
        (100, "notify_owner"),
        (150, "notify_manager"),
        (200, "notify_owner"),
        (300, "reassign"),
    ]


def test_a_preview_publishes_nothing_and_keeps_what_was_typed(desk: Client, url: str) -> None:
    page = sent(desk, url, "preview", high_first_response="15", name="", note="")
    assert page.status_code == 200
    assert page.context["changes"] == ["High, First response: 30 min → 15 min"]
    assert page.context["form"]["high_first_response"].value() == "15"
    assert numbers() == [1]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"low_first_response": "a day"}, "Write a length of working time like 30 min, 4 h or 1 h 30 min."),
        ({"low_first_response": "0"}, "The shortest time is one minute, and there are whole minutes only."),
        ({"low_first_response": "5000 h"}, "This is more than anybody waits. Check it."),
        ({"warn_share": "100"}, "A warning comes before the deadline: enter a number from 1 to 99."),
        ({"warn_share": ""}, "Say when to warn, such as 75."),
        ({"notify_owner": "soon"}, "Write percentages from 1 to 10000, such as 100 or 100, 200."),
        ({"notify_owner": "0"}, "Write percentages from 1 to 10000, such as 100 or 100, 200."),
        ({"notify_owner": "1,2,3,4,5,6,7"}, "Six times are enough."),
        ({"source": ""}, "Name a source or a category, or nothing after it is tried."),
        ({"name": " "}, "Give it a name."),
        ({"category": "a\0"}, "There is a character in here that cannot be stored. Please type it again."),
        ({"note": ""}, "Say why: colleagues read it in the history."),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(
    typed: dict[str, str], sentence: str, desk: Client, url: str
) -> None:
    page = sent(desk, url, **{"high_first_response": "17", **typed})
    assert page.status_code == 422
    assert problems(page) == [sentence]
    assert page.context["form"]["high_first_response"].value() == "17"
    assert numbers() == [1]


def test_a_colleague_who_was_faster_is_shown_and_not_overwritten(
    desk: Client, url: str, version: PolicyVersion
) -> None:
    page = desk.get(url)
    ravi = in_role("Manager", "ravi", "Ravi Menon").identifier
    theirs = publishing.draft_of(spec("referral", "Wall"))
    publishing.publish_policy(version.policy, theirs, expected=1, note="Walls", actor=ravi, now=NOW)
    answer = desk.post(url, filled(page, do="publish", note="Faster", high_first_response="17"))
    assert answer.status_code == 409
    assert problems(answer) == ["Somebody published another version meanwhile. Look at it, then go on."]
    assert answer.context["theirs"]["changes"] == [
        "For: source “referral” → source “referral” and category “Wall”"
    ]
    assert answer.context["form"]["high_first_response"].value() == "17"
    assert numbers() == [1, 2]
    assert desk.post(url, filled(answer, do="publish")).status_code == 302
    assert numbers() == [1, 2, 3]


def test_nothing_new_is_not_published(desk: Client, url: str) -> None:
    page = sent(desk, url)
    assert (page.status_code, problems(page)) == (409, ["Nothing is different from the version in force."])


def test_another_name_is_no_version(desk: Client, url: str) -> None:
    assert sent(desk, url, name="From friends").status_code == 302
    assert newest("From friends").number == 1


def test_a_name_that_another_policy_has_is_refused(desk: Client, url: str) -> None:
    policy("Builders", spec("builder"))
    page = sent(desk, url, name="Builders")
    assert (page.status_code, problems(page)) == (409, ["There is another one of this name."])


def test_the_fallback_asks_for_no_condition(desk: Client, version: PolicyVersion) -> None:
    last = fallback()
    url = f"/admin/assignments/policy/{last.policy_id}/edit/"
    assert "source" not in desk.get(url).context["form"].fields
    assert sent(desk, url, low_first_response="8 h").status_code == 302
    assert PolicySpec.from_json(newest(last.policy.name).spec).target("first_response", "low") == 480


def test_a_new_policy_is_tried_after_the_others(desk: Client, version: PolicyVersion) -> None:
    page = desk.get(NEW)
    response = desk.post(NEW, filled(page, do="publish", name="Walls", category="Wall"))
    made = newest("Walls")
    assert response["Location"] == f"/admin/assignments/policy/{made.policy_id}/change/"
    assert [row.name for row in Policy.objects.movable()] == ["Referrals", "Walls"]


def test_sources_and_categories_of_leads_are_suggested(desk: Client) -> None:
    from tests.leads.facts import lead

    lead(source="walk_in")
    assert '<option value="walk_in">' in desk.get(NEW).content.decode()


def test_a_policy_that_there_is_not_is_not_found(desk: Client) -> None:
    for method in (desk.get, desk.post):
        assert method(f"/admin/assignments/policy/{uuid4()}/edit/").status_code == 404


def test_a_stranger_is_sent_to_the_login(url: str) -> None:
    for person in (None, charlie()):
        client = logged_in(person) if person else Client()
        response = client.post(url, {"do": "publish"})
        assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={url}")
    assert numbers() == [1]


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_only_look_is_refused(method: str, url: str) -> None:
    client = logged_in(bob("assignments.view_policy"))
    assert (getattr(client, method)(url).status_code, getattr(client, method)(NEW).status_code) == (403, 403)
    assert numbers() == [1]


def test_other_methods_are_not_understood(url: str) -> None:
    assert logged_in(alice()).put(url).status_code == 405
