"""What the system told a colleague, and marking it read."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assignments.notices.models import Notice
from leads.models import Lead
from leadsite.accounts.models import User
from tests import people
from tests.leads import facts

pytestmark = pytest.mark.django_db
PAGE, READ = reverse("admin:notices"), reverse("admin:notices_read")


@pytest.fixture
def neha(client: Client) -> User:
    user = people.in_role("Sales")
    client.force_login(user)
    return user


def told(user: User, lead: Lead, **changed: object) -> Notice:
    facts = {
        "event": "missed",
        "about": uuid4(),
        "deliver_at": timezone.now(),
        "facts": {"clock": "first_response", "deadline": "2026-11-27T10:00:00+05:30"},
    }
    return Notice.objects.create(recipient=user, lead=lead, **{**facts, **changed})


def test_it_tells_what_happened_to_which_lead_and_by_when(client: Client, neha: User) -> None:
    lead = facts.lead()
    told(neha, lead)
    page = client.get(PAGE)
    assert [row.text for row in page.context["rows"]] == ["Nobody answered by Fri 27 Nov 2026, 10:00."]
    assert f'href="/admin/leads/lead/{lead.pk}/change/"' in page.content.decode()


def test_a_miss_that_was_escalated_is_told_as_both(client: Client, neha: User) -> None:
    known = {"clock": "first_response", "deadline": "2026-11-27T10:00:00+05:30", "both": True}
    told(neha, facts.lead(), facts=known)
    page = client.get(PAGE).content.decode()
    assert "Deadline missed, escalated" in page
    assert "Nobody answered by Fri 27 Nov 2026, 10:00. It was escalated to you" in page


@pytest.mark.parametrize(
    ("event", "known", "text"),
    [
        ("assigned", {"deadline": "2026-11-27T10:00:00+05:30"}, "Please answer by Fri 27 Nov 2026, 10:00."),
        ("assigned", {"deadline": None}, "The lead is yours now.</p>"),
        ("wrote", {"deadline": None}, "The customer wrote, and the lead is closed. Reopen it and answer."),
        (
            "heard",
            {"deadline": "2026-11-27T10:00:00+05:30"},
            "The customer wrote. Please answer by Fri 27 Nov",
        ),
        ("heard", {"deadline": None}, "The customer wrote, and waits for an answer."),
        ("stopped", {"deadline": None}, "The customer asked for no more messages on this way."),
    ],
)
def test_it_says_what_to_do(
    client: Client, neha: User, event: str, known: dict[str, object], text: str
) -> None:
    told(neha, facts.lead(), event=event, facts=known)
    assert text in client.get(PAGE).content.decode()


def test_a_colleagues_notices_are_their_own(client: Client, neha: User) -> None:
    told(people.in_role("Sales", "rajesh", "Rajesh Kumar"), facts.lead())
    assert client.get(PAGE).context["rows"] == []


def test_a_notice_for_working_hours_is_not_there_before(client: Client, neha: User) -> None:
    told(neha, facts.lead(), deliver_at=timezone.now() + timedelta(hours=1))
    assert client.get(PAGE).context["rows"] == []


def test_it_says_so_when_nothing_was_told(client: Client, neha: User) -> None:
    assert "The system has told you nothing yet" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("deadline", ["soon", "2026-99-99T00:00:00Z", "2026-11-27T10:00", None, {"a": 1}])
def test_a_deadline_that_nobody_can_read_breaks_no_page(client: Client, neha: User, deadline: object) -> None:
    told(neha, facts.lead(), facts={"deadline": deadline})
    assert [row.text for row in client.get(PAGE).context["rows"]] == [
        "Nobody answered by a time that is past."
    ]


@pytest.mark.parametrize("rows", [1, 30])
def test_it_asks_the_same_few_questions_for_few_and_many(
    client: Client, neha: User, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        told(neha, facts.lead(number + 1))
    with django_assert_num_queries(5):
        client.get(PAGE)


def test_a_long_list_goes_on_on_the_next_page(client: Client, neha: User) -> None:
    lead, now = facts.lead(), timezone.now()
    for minutes in range(60):
        told(neha, lead, deliver_at=now - timedelta(minutes=minutes))
    first = client.get(PAGE).context
    second = client.get(PAGE, {"after": first["following"]}).context
    assert (len(first["rows"]), len(second["rows"]), second["following"]) == (50, 10, "")


@pytest.mark.parametrize("after", ["never_0193a2c4-5d6e-7f80-9a1b-2c3d4e5f6071", "rubbish", "\x00"])
def test_a_page_that_nobody_linked_to_is_no_error(client: Client, neha: User, after: str) -> None:
    told(neha, facts.lead())
    assert client.get(PAGE, {"after": after}).status_code == 200


def test_reading_marks_what_was_shown_and_nothing_that_came_meanwhile(client: Client, neha: User) -> None:
    lead, now = facts.lead(), timezone.now()
    shown = told(neha, lead, deliver_at=now - timedelta(minutes=2))
    later = told(neha, lead, deliver_at=now - timedelta(minutes=1))
    until = (now - timedelta(seconds=90)).isoformat()
    answer = client.post(READ, {"until": until}, follow=True)
    shown.refresh_from_db()
    later.refresh_from_db()
    assert (shown.seen_at is None, later.seen_at) == (False, None)
    assert [str(message) for message in answer.context["messages"]] == ["1 notice read."]


def test_reading_twice_says_that_there_was_nothing(client: Client, neha: User) -> None:
    answer = client.post(READ, {"until": "rubbish"}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["There was nothing unread."]


def test_reading_is_a_post(client: Client, neha: User) -> None:
    notice = told(neha, facts.lead())
    assert client.get(READ).status_code == 405
    notice.refresh_from_db()
    assert notice.seen_at is None


def test_who_is_not_signed_in_is_asked_to(client: Client) -> None:
    assert client.get(PAGE).headers["Location"] == f"{reverse('admin:login')}?next={PAGE}"
    assert client.post(READ).status_code == 302


def test_who_may_see_no_leads_may_not_see_notices(client: Client) -> None:
    client.force_login(people.bob())
    assert (client.get(PAGE).status_code, client.post(READ).status_code) == (403, 403)


def test_a_notice_of_a_lead_that_is_not_theirs_any_more_is_gone(
    client: Client, neha: User, settings: object
) -> None:
    settings.SALES_SEE = "own"  # type: ignore[attr-defined]  # pytest-django's wrapper
    told(neha, facts.worked(facts.lead(), people.in_role("Sales", "rajesh", "Rajesh Kumar")))
    assert client.get(PAGE).context["rows"] == []
